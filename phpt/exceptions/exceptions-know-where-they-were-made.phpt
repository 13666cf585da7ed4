--TEST--
The exceptions know the file, the line and the calls of the place they were made at
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, ErrorMessageException};
use StreamIpc\Transport\{StreamClosedException, TimeoutException};

function make(int $which): Exception
{
    return match ($which) {
        0 => new StreamClosedException(),
        1 => new TimeoutException(),
        2 => new ErrorMessageException(new ErrorMessage('e')),
    };
}

foreach ([0, 1, 2] as $which) {
    $e = make($which);
    var_dump($e->getFile() === __FILE__, $e->getLine());
    echo preg_replace('~/\S+/~', '', $e->getTraceAsString()), "\n";
}
--EXPECTF--
bool(true)
int(8)
#0 %s(15): make(0)
#1 {main}
bool(true)
int(9)
#0 %s(15): make(1)
#1 {main}
bool(true)
int(10)
#0 %s(15): make(2)
#1 {main}
