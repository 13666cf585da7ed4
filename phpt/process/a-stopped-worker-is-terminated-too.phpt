--TEST--
terminate() ends a worker that is stopped and ignores SIGTERM, once its grace is over; isRunning() says that a stopped one runs
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, STUBBORN_WORKER);
$session->request(new LogMessage('ready?'))->await();
$session->signal(SIGSTOP);
var_dump($session->isRunning());
$session->terminate(0.2);
$peer->run();
var_dump($session->isRunning(), $session->getTermSignal() === SIGKILL);
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
