"""Tests on a real display of software: real focus, real keys, real pictures, in a process of their own."""
