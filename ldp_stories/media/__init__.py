"""Sound in pieces, files from phones, waveforms: capture, decoding and encoding. No Qt, no SQL, no keys."""
