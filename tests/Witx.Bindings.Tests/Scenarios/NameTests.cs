using System;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Names that C# keeps for itself: that they compile is half of the test.</summary>
public sealed class NameTests
{
    private readonly Keywords _host = new();
    private readonly Call _call;

    public NameTests() => _call = new Call(_host);

    [Fact]
    public void ParametersNamedLikeKeywordsAndLikeTheGluesLocals_Arrive()
    {
        _call.Invoke("fn", 1, 2, 4, 8, 16);
        Assert.Equal(31, _host.Last);
    }

    [Fact]
    public void TypesNamedLikeKeywordsAndLikeTheirMembers_Arrive()
    {
        _call.Put(100, Convert.FromHexString("0000000020"));
        _call.Put(200, 1, 1);
        _call.Invoke("new", 100, 200, 2, 1);
        Assert.Equal(0x20 + 1 + 2 + 1, _host.Last);
    }

    [Fact]
    public void FunctionsNamedLikeMembersOfObject_AreOthers()
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
    public void ImportNamesAreAnyText()
    {
        _call.Invoke("fd.read/ß", 3);
        Assert.Equal(3, _host.Last);
        _call.Invoke("");
        Assert.Equal(77, _host.Last);
        Assert.Equal(3, _call.Invoke("keywords"));
    }
}
