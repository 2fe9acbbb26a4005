"""Ten thousand tickets through the real queue and the real drivers, with everything going wrong."""
