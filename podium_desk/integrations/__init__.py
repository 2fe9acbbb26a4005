"""What comes from and goes to systems outside the cluster; used by the central store only."""
