--TEST--
JSON: an autoloader is asked for unknown classes, nested ones too
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/show.php';

spl_autoload_register(function (string $class): void {
    echo "asked for $class\n";
    if ($class === 'App\Late') {
        eval('namespace App; final class Late implements \StreamIpc\Message\Message { public mixed $inner = null; }');
    }
});
show((new JsonMessageSerializer())->deserialize('{"__class":"App\\\\Late","inner":{"__class":"App\\\\Never"}}'));
show((new JsonMessageSerializer())->deserialize('{"__class":"Nobody"}'));
--EXPECT--
asked for App\Late
asked for App\Never
App\Late {"inner":{"__class":"App\\Never"}}
asked for Nobody
ErrorMessage: Unknown class: Nobody
