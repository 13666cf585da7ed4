--TEST--
close() closes the pipes to a process though an onClose() handler throws
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$session = (new NativeIpcPeer())->spawn(['cat']);
$session->onClose(function () { throw new Exception('from the handler'); });
try {
    $session->close();
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump(is_resource($session->getTransport()->getReadStreams()[0]), ends($session->getPid()));
?>
--EXPECT--
from the handler
bool(false)
bool(true)
