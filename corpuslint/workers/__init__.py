"""Work on this machine: `local` spreads it, `dividing` makes batches, a `crew` of `worker` processes does them."""
