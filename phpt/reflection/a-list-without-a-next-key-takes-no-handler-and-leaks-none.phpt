--TEST--
A list of handlers in which Reflection has put the largest key takes no more of them, and leaks none
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$session] = session_pair($peer = new NativeIpcPeer());
$handlers = new ReflectionProperty(IpcSession::class, 'messageHandlers');
$handlers->setValue($session, [PHP_INT_MAX => fn () => print("the last one\n")]);
$handler = fn () => print("one too many\n");
$weak = WeakReference::create($handler);
$session->onMessage($handler);
unset($handler);
var_dump($weak->get());
$session->dispatch(new LogMessage('hello'));
?>
--EXPECT--
NULL
the last one
