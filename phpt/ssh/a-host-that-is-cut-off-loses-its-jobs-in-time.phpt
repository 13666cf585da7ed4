--TEST--
examples/ssh: a host is cut off in the middle; its jobs are lost within the keepalive time, the rest goes on
--SKIPIF--
<?php getenv('STREAM_IPC_SSH') !== false || die('skip no hosts: make test-ssh makes two'); ?>
--CONFLICTS--
ssh
--FILE--
<?php

$parent = proc_open(
    [PHP_BINARY, __DIR__ . '/../../examples/ssh/parent.php', '120', '200', 'one', 'two'],
    [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']],
    $pipes,
);
// Both hosts have been at work for a while.
usleep(3_000_000);
exec('ip link set two down');
$cut = hrtime(true);
echo fgets($pipes[1]), fgets($pipes[1]);
$seconds = (hrtime(true) - $cut) / 1e9;
echo $seconds > 1 && $seconds < 6 ? "within six seconds\n" : "after $seconds seconds\n";
$rest = stream_get_contents($pipes[1]);
exec('ip link set two up');
echo proc_close($parent), "\n";
preg_match('/^one: (\d+) jobs\ntwo: (\d+) jobs\nlost: (\d+)\n$/', $rest, $counts) || print($rest);
[, $one, $two, $lost] = array_map(intval(...), $counts);
echo $one + $two + $lost, ' jobs have an outcome, ', $two > 0 ? 'two had some' : 'two had none', ", $lost were lost\n";
?>
--EXPECTF--
Job %d is lost.
Job %d is lost.
within six seconds
0
120 jobs have an outcome, two had some, 2 were lost
