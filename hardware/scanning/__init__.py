"""Reading ticket codes: cameras, pictures and hand scanners."""
