--TEST--
Running out of memory in any handler, however deep, lets shutdown functions tick, await and send
--FILE--
<?php

require __DIR__ . '/../support/death.php';

pcntl_alarm(30);
die_in_every_handler('ini_set("memory_limit", "32M"); str_repeat("x", 64 << 20);');
--EXPECT--
message handler: heard, answered, exit 255
request handler: heard, answered, exit 255
exception handler: heard, answered, exit 255
close handler: heard, answered, exit 255
inside await: heard, answered, exit 255
recursive tick: heard, answered, exit 255
fiber: heard, answered, exit 255
unserialize: heard, answered, exit 255
serialize: heard, answered, exit 255
destructor: heard, answered, exit 255
