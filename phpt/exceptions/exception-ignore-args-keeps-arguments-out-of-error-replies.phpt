--TEST--
zend.exception_ignore_args keeps arguments out of error replies
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$worker = <<<'PHP'
    function login(string $password) {
        throw new RuntimeException('wrong');
    }
    ini_set('zend.exception_ignore_args', '%d');
    ini_set('zend.exception_string_param_max_len', 15);
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => login('secret'));
    $peer->run();
    PHP;
$peer = new NativeIpcPeer();
foreach ([0, 1] as $ignored) {
    $session = start_worker($peer, sprintf($worker, $ignored));
    try {
        $session->request(new LogMessage('question'), 20)->await();
    } catch (ErrorMessageException $e) {
        var_dump(str_contains($e->getMessage(), "login('secret')"), str_contains($e->getMessage(), 'login()'));
    }
}
--EXPECT--
bool(true)
bool(false)
bool(false)
bool(true)
