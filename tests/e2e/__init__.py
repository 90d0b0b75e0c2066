"""The whole journey: the command itself, on a copy of the project, judged by what it leaves.

A report takes some ten seconds. Each is printed once, by the first worker that asks for it, and
read by all the tests (`command.once`).
"""
