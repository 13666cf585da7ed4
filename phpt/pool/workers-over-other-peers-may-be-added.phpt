--TEST--
add() takes sessions of other peers: sockets, processes of Symfony, and a pool of nobody's own; each job has its outcome, and one whose session ends is lost and not replaced
--SKIPIF--
<?php
is_dir('/usr/share/php/Symfony/Component/Process') or die('skip Symfony Process is not installed');
?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\PoolEvent;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\WorkerPool;
use Symfony\Component\Process\Process;

require __DIR__ . '/../support/symfony.php';
require __DIR__ . '/../support/pool.php';

const WORKER = '$peer = new NativeIpcPeer(); $peer->createStdioSession()->onRequest(function (LogMessage $m) {
    if ($m->message === "die") exit(4);
    if ($m->message === "slow") usleep(100000);
    return new LogMessage(strrev($m->message)); }); $peer->run();';
$peers = [
    'a socket of its own peer' => function (NativeIpcPeer $own) {
        [$stream, $GLOBALS['process']] = start_on_socket(WORKER);

        return $own->createStreamSession($stream, $stream);
    },
    'another native peer' => fn () => ($GLOBALS['another'] = new NativeIpcPeer())->spawn(pool_worker(WORKER)),
    'Symfony' => fn () => ($GLOBALS['symfony'] = new SymfonyIpcPeer())->createSymfonyProcessSession(new Process(pool_worker(WORKER))),
];
foreach ($peers as $name => $make) {
    $pool = new WorkerPool(['/no/such/program'], 1);
    $events = [];
    $pool->onEvent(function (PoolEvent $event) use (&$events) { $event->type === 'braked' || $events[] = $event->type; });
    $pool->add($session = $make($pool->getPeer()));
    try {
        $pool->add($session);
    } catch (LogicException $e) {
        echo $e->getMessage(), "\n";
    }
    $right = 0;
    foreach ($pool->map((function () { for ($i = 0; $i < 300; $i++) yield job("job $i"); })()) as $key => $job) {
        $right += (int) ($job->await()->message === strrev("job $key"));
    }
    $late = $pool->submit(job('slow'), 0.02);
    echo "$name: $right right; ", preg_replace('/ on.*/', '', outcome($late)), '; ', outcome($pool->submit(job('next'))), '; ',
        preg_replace('/:.*/', '', outcome($pool->submit(job('die')))), "\n";
    $pool->stop();
    echo implode(', ', $events), "\n";
}
--EXPECT--
The session is a worker of a pool already, and can be one only once
a socket of its own peer: 300 right; StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.02s; txen; StreamIpc\WorkerLostException
joined, lost
The session is a worker of a pool already, and can be one only once
another native peer: 300 right; StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.02s; txen; StreamIpc\WorkerLostException
joined, lost
The session is a worker of a pool already, and can be one only once
Symfony: 300 right; StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.02s; txen; StreamIpc\WorkerLostException
joined, lost
