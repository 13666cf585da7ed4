--TEST--
A Closure that starts workers and returns or throws something wrong fails the waiting jobs with that as the reason; so do wrong arguments at once
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;
use StreamIpc\WorkerPoolException;

require __DIR__ . '/../support/pool.php';

$used = null;
$closures = [
    'null' => fn () => null,
    'object' => fn () => new stdClass(),
    'exception' => fn () => throw new DomainException('no licence left'),
    'ended' => function ($peer) { $session = session_pair($peer)[0]; $session->close(); return $session; },
    'used' => function ($peer) use (&$used) { return $used ??= session_pair($peer)[0]; },
    'arguments' => fn (string $a, int $b, $c) => null,
];
foreach ($closures as $name => $closure) {
    $pool = new WorkerPool($closure, $name === 'used' ? 2 : 1);
    if ($name === 'used') {
        // The first one works, as a session; nobody answers.
        $jobs = [$pool->submit(job('a'), 0.5), $pool->submit(job('b'), 0.5)];
        $pool->getPeer()->tickFor(0.2);
        var_dump($pool->getStats()['workers']);
        continue;
    }
    try {
        $pool->submit(job('x'))->await();
    } catch (WorkerPoolException $e) {
        echo "$name: ", preg_replace('/^.*The last time: /', '', explode(',', $e->getMessage())[0] . substr(strstr($e->getMessage(), ','), 0)), "\n";
        echo get_class($e->getPrevious()), "\n";
    }
}
$wrong = [
    fn () => new WorkerPool([]),
    fn () => new WorkerPool(['php', 3]),
    fn () => new WorkerPool('php'),
    fn () => new WorkerPool(strrev(...), -1),
    fn () => new WorkerPool(['php'], queueLimit: 0),
    fn () => new WorkerPool(['php'], attempts: 0),
    fn () => new WorkerPool(['php'], timeout: 0.0),
    fn () => new WorkerPool(['php'], grace: -1.0),
    fn () => new WorkerPool(['php'], idleTimeout: NAN),
    fn () => (new WorkerPool(['php']))->submit(job('x'), 0.0),
    fn () => (new WorkerPool(['php']))->drain(-1.0),
    fn () => (new WorkerPool(['php']))->map('no'),
    fn () => clone new WorkerPool(['php']),
    fn () => serialize(new WorkerPool(['php'])),
    fn () => (new ReflectionClass(WorkerPool::class))->newInstanceWithoutConstructor()->submit(job('x')),
    fn () => (new WorkerPool(['php']))->__construct(['php']),
];
foreach ($wrong as $call) {
    try {
        $call();
        echo "no exception\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECTF--
null: The Closure that starts a worker must return an IpcSession, null returned
TypeError
object: The Closure that starts a worker must return an IpcSession, stdClass returned
TypeError
exception: no licence left
DomainException
ended: The session has ended, so it cannot be a worker of a pool
LogicException
int(1)
arguments: {closure%S}(): Argument #1 ($a) must be of type string, StreamIpc\NativeIpcPeer given
TypeError
ValueError: StreamIpc\WorkerPool::__construct(): Argument #1 ($worker) must name a program first
TypeError: StreamIpc\WorkerPool::__construct(): Argument #1 ($worker) must be a list of strings, the program and its arguments; int given in it
TypeError: StreamIpc\WorkerPool::__construct(): Argument #1 ($worker) must be of type Closure|array, string given
ValueError: StreamIpc\WorkerPool::__construct(): Argument #2 ($size) must be greater than or equal to 0
ValueError: StreamIpc\WorkerPool::__construct(): Argument #4 ($queueLimit) must be greater than or equal to 1
ValueError: StreamIpc\WorkerPool::__construct(): Argument #6 ($attempts) must be greater than or equal to 1
ValueError: StreamIpc\WorkerPool::__construct(): Argument #5 ($timeout) must be greater than 0
ValueError: StreamIpc\WorkerPool::__construct(): Argument #10 ($grace) must be greater than or equal to 0
ValueError: StreamIpc\WorkerPool::__construct(): Argument #9 ($idleTimeout) must be greater than or equal to 0
ValueError: StreamIpc\WorkerPool::submit(): Argument #2 ($timeout) must be greater than 0
ValueError: StreamIpc\WorkerPool::drain(): Argument #1 ($timeout) must be greater than or equal to 0
TypeError: StreamIpc\WorkerPool::map(): Argument #1 ($jobs) must be of type Traversable|array, string given
Error: Trying to clone an uncloneable object of class StreamIpc\WorkerPool
Exception: Serialization of 'StreamIpc\WorkerPool' is not allowed
ReflectionException: Class StreamIpc\WorkerPool is an internal class marked as final that cannot be instantiated without invoking its constructor
%s
