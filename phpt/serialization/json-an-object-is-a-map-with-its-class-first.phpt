--TEST--
JSON: an object is a map with __class first, then every property in declaration order, whatever its visibility
--FILE--
<?php
namespace App;

use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Parcel implements Message
{
    private int $third = 3;
    protected ?string $first = null;
    public bool $second = false;
    public static int $static = 4;
    const CONSTANT = 5;
    public function __construct(private readonly string $promoted = 'last') {}
}
echo (new JsonMessageSerializer())->serialize(new Parcel()), "\n";
--EXPECT--
{"__class":"App\\Parcel","third":3,"first":null,"second":false,"promoted":"last"}
