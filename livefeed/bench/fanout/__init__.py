"""What delivery costs and stands: servers on one core, thousands of readers in C on another (docs/performance.md)."""
