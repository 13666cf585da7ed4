--TEST--
A request handler that throws answers with the class, the message and the trace of its exception
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    ini_set('zend.exception_ignore_args', '0');
    function divide(int $number): int
    {
        return intdiv($number, 0);
    }
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => divide((int) $question->message));
    $peer->run();
    PHP);
try {
    $session->request(new LogMessage('7'))->await();
} catch (ErrorMessageException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
--EXPECTF--
Error in dispatch
DivisionByZeroError: Division by zero
#0 Command line code(%d): intdiv(7, 0)
#1 Command line code(%d): divide(7)
#2 [internal function]: {closure%S}(Object(StreamIpc\Message\LogMessage), Object(StreamIpc\IpcSession))
#3 Command line code(%d): StreamIpc\IpcPeer->run()
#4 {main}
bool(true)
