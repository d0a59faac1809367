"""REFI-QDA 1.5: projects (`.qdpx`) and codebooks (`.qdc`) that other analysis programs read and write. Written strictly, read tolerantly."""
