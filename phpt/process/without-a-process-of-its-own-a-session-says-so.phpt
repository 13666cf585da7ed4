--TEST--
A session without a process of its own has no process id, no exit code, and refuses signals with a reason
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$session] = session_pair(new NativeIpcPeer());
var_dump($session->getPid(), $session->isRunning(), $session->getExitCode(), $session->getTermSignal());
foreach ([fn () => $session->signal(15), fn () => $session->terminate()] as $attempt) {
    try {
        $attempt();
    } catch (LogicException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
NULL
bool(false)
NULL
NULL
The session has no process of its own: only those of spawn() and createCommandSession() have
The session has no process of its own: only those of spawn() and createCommandSession() have
