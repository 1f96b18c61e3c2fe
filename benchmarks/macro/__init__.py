"""The macro benchmark behind bin/bench."""
