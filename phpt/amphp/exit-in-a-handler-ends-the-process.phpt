--TEST--
exit() in a handler ends the process; shutdown functions run
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
register_shutdown_function(function () { echo "shut down\n"; });
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, '(new NativeIpcPeer())->createStdioSession()->notify(new LogMessage("hello")); sleep(1);');
$session->onMessage(function () { exit; });
$peer->run();
echo "not reached\n";
--EXPECT--
shut down
