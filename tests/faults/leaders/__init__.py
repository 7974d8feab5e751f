"""Two schedulers on one database while the leading one is killed and stopped: nothing is told twice, nothing is missed."""
