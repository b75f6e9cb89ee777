"""One factory a model. A record is live and public: `live=False`, `published=True` change that."""
