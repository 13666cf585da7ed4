--TEST--
If proc_open() is disabled, createCommandSession() throws and says so
--INI--
disable_functions=proc_open
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

try {
    (new NativeIpcPeer())->createCommandSession('true', []);
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECTF--
Failed to start command process: %Sproc_open%S
