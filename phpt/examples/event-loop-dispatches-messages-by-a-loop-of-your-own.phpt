--TEST--
examples/event-loop: a loop written in PHP dispatches messages, calls timers, and ends with its last stream
--FILE--
<?php
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/event-loop/parent.php') . ' 2>&1', $lines, $status);
// On a busy machine the timer is due anywhere among the numbers.
echo implode("\n", array_diff($lines, ['A timer of ours.'])), "\n";
var_dump(in_array('A timer of ours.', $lines, true), $status);
?>
--EXPECT--
worker: one
worker: two
worker: three
reply: done
worker: Goodbye!
The worker has ended.
bool(true)
int(0)
