--TEST--
A request takes its id from the one series that all generators of its process share
--FILE--
<?php

use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$one, $two] = [new PidCounterRequestIdGenerator(), new PidCounterRequestIdGenerator()];
$ids = [$one->generate(), $two->generate(), $one->generate()];
var_dump($ids === [getmypid() . '.1', getmypid() . '.2', getmypid() . '.3']);

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->request(new LogMessage('question'));
[$request] = received($socket);
var_dump($request->id === getmypid() . '.4', $two->generate() === getmypid() . '.5');
--EXPECT--
bool(true)
bool(true)
bool(true)
