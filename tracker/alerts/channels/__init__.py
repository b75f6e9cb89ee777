"""Ways to reach a member. Each is one small class with a `send` that returns nothing or raises."""
