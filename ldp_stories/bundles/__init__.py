"""The file that travels: writer, strict reader, packs, receipts. Domain objects and streams in, bytes out; it knows no database."""
