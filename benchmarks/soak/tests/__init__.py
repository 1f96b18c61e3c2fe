"""Tests of the parts that only compute."""
