--TEST--
A job whose message cannot be serialized fails with the reason and costs no worker; messages may act on the pool while they are serialized; large ones that are cancelled before they leave hold nobody up
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

final class Acting implements Message
{
    public function __construct(private Closure $act)
    {
    }

    public function __serialize(): array
    {
        ($this->act)();

        return [];
    }
}

$pool = new WorkerPool(obeying(), 1);
$pid = outcome($pool->submit(job('return getmypid();')));
$jobs = [
    $pool->submit(new class('x') implements Message { public function __construct(public mixed $x) { } }),
    $pool->submit(new Acting(fn () => throw new DomainException('not now'))),
];
foreach ($jobs as $job) {
    try {
        $job->await();
    } catch (Exception $e) {
        echo get_class($e), ': ', strtok($e->getMessage(), "@\0"), ', ', $job->getAttempts(), " attempts\n";
    }
}
$block = $pool->submit(job('usleep(50000); return 1;'));
$cancelled = $pool->submit(new Acting(function () use (&$cancelled) { $cancelled->cancel(); }));
echo preg_replace('/:.*/s', '', outcome($cancelled)), "\n";
var_dump(outcome($pool->submit(job('return getmypid();'))) === $pid);

// One that awaits another job while it is serialized; the worker does not know its class.
$pool = new WorkerPool(obeying(), 2);
$acting = $pool->submit(new Acting(function () use ($pool, &$inner) { $inner ??= outcome($pool->submit(job('return "inner";'))); }));
echo strtok(outcome($acting), ':'), ", $inner\n";

// The worker reads nothing for a while: half of the first frame leaves, and the second not at all.
$pool = new WorkerPool(obeying(), 1, grace: 0.3);
$pid = outcome($pool->submit(job('return getmypid();')));
posix_kill((int) $pid, SIGSTOP);
$large = [$pool->submit(job('return strlen("' . str_repeat('x', 1 << 20) . '");')), $pool->submit(job('return "small";'))];
$pool->getPeer()->tickFor(0.05);
posix_kill((int) $pid, SIGCONT);
echo implode(', ', array_map(outcome(...), $large)), "\n";
var_dump(outcome($pool->submit(job('return getmypid();'))) === $pid, $pool->getStats()['workers_terminated']);
--EXPECT--
Exception: Serialization of 'StreamIpc\Message\Message, 0 attempts
DomainException: not now, 0 attempts
StreamIpc\Transport\CancelledException
bool(true)
StreamIpc\Message\ErrorMessageException, inner
1048576, small
bool(true)
int(0)
