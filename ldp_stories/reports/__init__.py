"""What leaves for readers: self-contained pages and clips. Knows no store, no sound library and no bundles; services hand it everything."""
