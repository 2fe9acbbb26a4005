"""Papers: one page model, laid out once, drawn as raster, PDF and picture for the screen."""
