"""UiTdatabank: the Flemish events database from which houses bring their season."""
