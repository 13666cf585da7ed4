--TEST--
An uncaught exception of ours ends the script with PHP's usual report
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, ErrorMessageException};

throw new ErrorMessageException(new ErrorMessage('nobody caught it'));
--EXPECTF--
Fatal error: Uncaught StreamIpc\Message\ErrorMessageException: nobody caught it in %san-uncaught-exception-is-reported-as-usual.php:4
Stack trace:
#0 {main}
  thrown in %san-uncaught-exception-is-reported-as-usual.php on line 4
