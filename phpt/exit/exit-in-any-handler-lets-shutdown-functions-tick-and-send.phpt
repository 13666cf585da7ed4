--TEST--
exit() in any handler, however deep, lets shutdown functions tick, await and send
--FILE--
<?php

require __DIR__ . '/../support/death.php';

pcntl_alarm(30);
die_in_every_handler('exit(7);');
--EXPECT--
message handler: heard, answered, exit 7
request handler: heard, answered, exit 7
exception handler: heard, answered, exit 7
close handler: heard, answered, exit 7
inside await: heard, answered, exit 7
recursive tick: heard, answered, exit 7
fiber: heard, answered, exit 7
unserialize: heard, answered, exit 7
serialize: heard, answered, exit 7
destructor: heard, answered, exit 7
