"""The User: who signs in. It knows no union and no role; those stand with staff and members."""

from typing import ClassVar

from django.contrib.auth import models as auth_models
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(auth_models.UserManager["User"]):
    """Makes users by e-mail address; an address is kept in lower case."""

    use_in_migrations = True

    def create_user(  # type: ignore[override]  # no username: the address is the name
        self, email: str, password: str | None = None, **fields: object
    ) -> "User":
        """Make a user who may sign in. Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(  # type: ignore[override]  # as above
        self, email: str, password: str | None = None, **fields: object
    ) -> "User":
        """Make an account that passes every check; meant for repair, refused in production."""
        fields["is_staff"] = True
        fields["is_superuser"] = True
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(auth_models.AbstractUser):
    """A sign-in identity. `is_staff` opens the desk; everyone else is a member or a visitor."""

    username = None  # type: ignore[assignment]  # the address is the name
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc]  # a manager without username

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case"),
        ]

    def __str__(self) -> str:
        """Name for the desk; never shown outside it."""
        return self.get_full_name() or self.email
