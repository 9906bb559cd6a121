"""Use cases: one function per thing an officer can do, the only place where stages meet.

Each takes the `Office` (ports plugged in by `bootstrap`) and answers with a value that carries `Changes`.
"""
