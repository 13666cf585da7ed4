--TEST--
User classes extend the exceptions, with a constructor of their own or without
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, ErrorMessageException};
use StreamIpc\Transport\{PeerClosedException, StreamClosedException, TimeoutException};

class Gone extends StreamClosedException {}
class Slow extends TimeoutException
{
    public function __construct(public readonly string $what)
    {
        parent::__construct("$what is slow", 9);
    }
}
class Silent extends PeerClosedException
{
    public function __construct() {}
}
class Remote extends ErrorMessageException
{
    protected $code = 77;
}

foreach ([new Gone(), new Slow('disk'), new Silent(), new Remote(new ErrorMessage('far away'))] as $e) {
    try {
        throw $e;
    } catch (StreamClosedException | TimeoutException | ErrorMessageException $caught) {
        echo $caught::class, ' ', json_encode([$caught->getMessage(), $caught->getCode(), $caught->getLine()]), "\n";
    }
}
echo (new Slow('net'))->what, "\n";
--EXPECT--
Gone ["Stream closed",0,22]
Slow ["disk is slow",9,22]
Silent ["",0,22]
Remote ["far away",77,22]
net
