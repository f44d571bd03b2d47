using System;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>
/// Tests of witx names that collide with keywords or generated names in C#. A collision would break the build of this project.
/// </summary>
public sealed class NameTests
{
    private readonly Keywords _host = new();
    private readonly Call _call;

    public NameTests() => _call = new Call(_host);

    [Fact]
    public void Parameter_NamedLikeAKeywordOrALocalOfTheGlue_IsPassed()
    {
        _call.Invoke("fn", 1, 2, 4, 8, 16);
        Assert.Equal(31, _host.Last);
    }

    [Fact]
    public void Type_NamedLikeAKeywordOrItsMember_IsPassed()
    {
        _call.Put(100, Convert.FromHexString("0000000020"));
        _call.Put(200, 1, 1);
        _call.Invoke("new", 100, 200, 2, 1);
        Assert.Equal(0x20 + 1 + 2 + 1, _host.Last);
    }

    [Fact]
    public void Function_NamedLikeAMemberOfObject_HasAnotherMethodName()
    {
        _call.Invoke("get_hash_code", 5);
        Assert.Equal(5, _host.Last);
        _call.Put(100, Convert.FromHexString("010204"));
        _call.Invoke("to-string", 100, 100);
        Assert.Equal(7, _host.Last);
        _call.Invoke("to_string", 0, 0);
        Assert.Equal(0, _host.Last);
    }

    [Fact]
    public void Function_ImportNameThatIsNotAnIdentifier_IsCallable()
    {
        _call.Invoke("fd.read/ß", 3);
        Assert.Equal(3, _host.Last);
        _call.Invoke("");
        Assert.Equal(77, _host.Last);
        Assert.Equal(3, _call.Invoke("keywords"));
    }
}
