--TEST--
A forked child makes request ids with its own process id
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) die('skip pcntl is not there'); ?>
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;

$generator = new PidCounterRequestIdGenerator();
$generator->generate();
$pid = pcntl_fork();
if ($pid === 0) {
    echo str_starts_with($generator->generate(), getmypid() . '.') ? "the child's own\n" : "not the child's\n";
    exit;
}
pcntl_waitpid($pid, $status);
echo str_starts_with($generator->generate(), getmypid() . '.') ? "the parent's own\n" : "not the parent's\n";
--EXPECT--
the child's own
the parent's own
