"""MLAT tracker."""
