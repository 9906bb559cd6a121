"""Order, band and words of open dossiers, and the supervisor's board: pure functions over values."""
