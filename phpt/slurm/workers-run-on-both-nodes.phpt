--TEST--
examples/slurm: workers run on both nodes, outside of an allocation and inside
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

require __DIR__ . '/../support/slurm.php';

await_idle_nodes();
$parent = [PHP_BINARY, __DIR__ . '/../../examples/slurm/parent.php', '3000000'];
$show = fn (string $output) => print(preg_replace('/\d+ ranges/', '(some) ranges', $output) . "\n");

// Six workers with a CPU each: more than a node has.
$show(slurm(...$parent, ...['6']));
await_idle_nodes();
$show(slurm('salloc', '--quiet', '--nodes=2', '--ntasks=6', ...$parent));
?>
--EXPECT--
There are 216816 primes below 3000000.
n1 counted (some) ranges.
n2 counted (some) ranges.
There are 216816 primes below 3000000.
n1 counted (some) ranges.
n2 counted (some) ranges.
