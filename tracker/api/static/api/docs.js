/* Shows the reference from this server's own document. */
document.addEventListener("DOMContentLoaded", function () {
  const place = document.getElementById("reference");
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    persistAuthorization: false,
  });
});
