--TEST--
Closing a session over the standard streams leaves those open
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

echo shell_exec(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->close();
    unset($session);
    gc_collect_cycles();
    fwrite(STDOUT, "written\n");
    var_dump(fgets(STDIN));
    PHP) . ' </dev/null');
--EXPECT--
written
bool(false)
