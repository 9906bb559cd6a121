"""The office's working calendar and the arithmetic of terms over it. Times are arguments, never read."""
