/**
 * Common passwords in lower case: of the list in @zxcvbn-ts/language-common 4.1.3 (MIT, (c) 2012-2016 Dan
 * Wheeler and Dropbox, Inc., (c) 2021 @zxcvbn-ts) all of twelve characters and more, then the most common
 * of at least five with a letter in them, up to about 90 kB.
 */
export const commonPasswords = `
123qweasdzxc 1qaz2wsx3edc q1w2e3r4t5y6 1q2w3e4r5t6y mailcreated5240 qazwsxedcrfv 123456qwerty
qwerty123456 polniypizdec0211 sojdlg123aljg leavemealone motherfucker gfhjkmgfhjkm qazwsxedc123
ghjcnjgfhjkm zxcasdqwe123 sonyericsson ghhh47hj7649 123456789qwe 1qazxsw23edc masterbating
qwerasdfzxcv qweasdzxc123 flvbybcnhfnjh ghbdtnrfrltkf websolutions finalfantasy 1qaz2wsx3edc4rfv
chickenwing101 unbelievable administrator justinbieber contortionist 123qwe123qwe newproject2004
pornographic masturbation needforspeed businessbabe masterbaiting maurolarastefy supernatural
professional domainlock2005 scandinavian dkflbvbhjdbx momsanaladventure hd764nw5d7e1vb1
qazwsxedcrfvtgb dkflbvbhjdyf counterstrike zaq1xsw2cde3 vfvfvskfhfve 123456789abc fkmnthyfnbdf
intelligence ghjcnjghjcnj admin18533362 23176djivanfros 123456789qwerty qazxswedcvfr qwertyasdfgh
whosyourdaddy 1111111111zz fktrcfylhjdbx fktrcfylhjdyf 123456789qaz ghbdtnghbdtn password1234
chesterfield lost4815162342 vanyarespekt qwerty123456789 89231243658s iseedeadpeople transformers
devilmaycry4 combat123654 qwertyytrewq jamesbond007 123123qweqwe 4815162342lost 123456789qqq
asdfghjkl123 1234qwerasdf 123qwe456rty 1234567890qw ghjcnjrdfibyj qwertyuiop123 international
saun24865709 q1w2e3r4t5y6u7 ptybnxtvgbjy polniypizdec110211 1qa2ws3ed4rf 123456789zxc playstation3
fucktheworld mevefalkcakk 1234567890qwe hedimaptfcor cosmopolitan q1w2e3r4t5y6u7i8 zqjphsyf6ctifgu
lhbjkjubz2957704 andrewjackie 1qazxsw23edcvfr4 12qw34er56ty christopher1 networkingpe philadelphia
peanutbutter boy4u2ownnyc ingodwetrust minecraft123 digitalprodu installdevic an83546921an13
qawsedrftgyh abc123456789 123321qweewq auckland2010 residentevil olcrackmaster 1234567890zzz
32615948worms fuckyoubitch avrillavigne massimiliano nhfdvfnjkju123 41d8cd98f00b
nemvxyheqdd5oqxyxyzi temppassword punksnotdead fynfyfyfhbde nightcrawler playstation2 gjkysqgbpltw
ticketmaster 01telemike01 stratocaster ghjcnjqgfhjkm installsqlst 1234567890qaz frederiksberg
1a2s3d4f5g6h passwordpassword schoolgirlie sanfrancisco 89876065093rax 1234567qwertyu lytghjgtnhjdcr
nhecsyfujkjdt zaqwsxcderfv seemnemaailm qwaszxerdfcv antananarivu greenlantern qazwsxqazwsx
vfrcbvvfrcbv 1234qwerasdfzxcv iloveboobies ghjcnjgbpltw 1234567890qwerty q1w2e3r4t5y6u7i8o9p0
morganstanley 59382113kevinp qwe123qwe123 gtnhjpfdjlcr zxcvbn123456 bltynbabrfwbz warhammer40k
passwordstandard maprchem56458 construction bpgjldsgjldthnf iampurehaha2 qazxswedc123 qwertyuiop10
stinkyfinger cjdthitycndj corperfmonsy weihnachtsbau stickdaddy77 asdfgh123456 necronomicon
mortalkombat 123qwerty123 systemofadown qaz123wsx456 nastyanastya zxcvbnm123456789 satisfaction
cheeseburger a1s2d3f4g5h6 minnesota_hp vladimirovna ilovemyfamily michaeljackson vfhbyfvfhbyf
qwertyuiop12345 1qa2ws3ed4rf5tg websolutionssu amadeusptfcor specialinsta 123456789asd nhfycajhvths
rfnthbyf1988 paraklast1974 webuivalidat msorcloledbr nondriversig 123456789qwer wazzkaprivet
weihnachtsbaum fktrcfylhjdf z1x2c3v4b5n6m7 ghjnbdjcnjzybt qwertyuiop12 sonnenschein anytimetoday
ntktdbpjh1994 nick1234-rem936 thecakeisalie ontheoutside zcfvfzkexifz xxxp455w0rd5 qwertasdfgzxcvb
ghjatccbjyfk aksjdlasdakj89879 23wkoa0fp78dk marinamarina fatima753357 6215mila6215 zaq12wsxcde3
love777321777 123456789aaa 4815162342lf pfqwtd27121988 cnfc35762209 zxcvbnmmnbvcxz civilization
findaupair007 alpha135792468 ghtdtlvtldtl edwardcullen gfhfktkjuhfv qazwsx123456 lytdybrbdfvgbhf
asd123asd123 passwordassword ronaldinho10 ipo54tj45uy856 89semtsriuty foreveryoung sdicmt7seytn
blacksonblon ktjynsq40147 1a2a3a4a5a6a bullnuts2003 050605rostik 19960610ilja 123456zxcvbn
z1x2c3v4b5n6 entertainment 89063032220m badiman28200 123ewqasdcxz nhbujyjvtnhbz polniypizdec1102
ne_e_pod_chehyl hd764nw5d7e1vbv josephphone7 gthtrfnbgjkt configuratio msoracle32re
bhrh0h2oof6xbqjeh password qwerty dragon baseball abc123 football monkey letmein shadow master
michael mustang qwertyuiop pussy superman 1qaz2wsx fuckyou jordan qazwsx jennifer 123qwe killer
trustno1 hunter harley zxcvbnm asdfgh buster andrew batman soccer tigger charlie robert sunshine
thomas iloveyou fuckme ranger daniel hockey george computer michelle jessica starwars asshole pepper
klaster zxcvbn freedom princess joshua maggie ginger amanda ashley cheese nicole summer matthew
chelsea dallas biteme matrix william yankees taylor corvette austin access martin heather thunder
merlin secret diamond hello anthony hammer fucker 1234qwer silver gfhjkm justin patrick richard
bailey internet samantha golfer scooter orange cookie q1w2e3r4t5 maverick jackson sparky mickey
phoenix bigdog snoopy guitar whatever chicken morgan andrea camaro mercedes peanut ferrari cowboy
falcon welcome samsung steelers joseph smokey dakota melissa arsenal boomer eagles tigers marina
nascar booboo gateway porsche yellow monster spider diablo hannah bulldog junior london purple
compaq lakers iceman qwer1234 hardcore cowboys money banana ncc1701 boston brandon tennis johnny
miller q1w2e3r4 coffee scooby edward nikita mother yamaha brandy barney chester fuckoff oliver
charles player knight forever steven rangers midnight chicago bigdaddy redsox victoria badboy angel
please fender chris jasper james slayer rabbit natasha rachel bigdick marine wizard marlboro raiders
prince casper fishing flower crystal jasmine panties iwantu adidas winner winter gandalf password1
enter ghbdtn 1q2w3e4r angela golden lauren cocacola jordan23 winston madison angels blowme panther
sexsex bigtits spanky bitch shannon sophie johnson asdfasdf david horny thx1138 toyota tiger murphy
canada danielle blowjob jonathan liverpoo muffin cooper apples jackie dennis black qwerty123
passw0rd abcd1234 sandra pokemon 123abc slipknot carlos qazxsw 123456a scorpion qwaszx nathan butter
startrek rainbow asdfghjkl redskins newyork gemini cameron qazwsxedc florida liverpool turtle
nicholas viking booger wilson sierra butthead doctor rocket victor dolphins captain bandit jaguar
packers pookie peaches dolphin helpme tucker theman tiffany maxwell jeremy qwertyui shithead debbie
albert maddog lovers monica united giants nirvana metallic hotdog rosebud mountain benjamin warrior
stupid elephant suckit success bond007 jackass bonnie alexis lucky jason scorpio samson q1w2e3
rush2112 azerty freddy driver willie calvin 1q2w3e4r5t sydney gators dexter red123 12345a 123456q
bubba creative voodoo happy arthur trouble america nissan gunner rebecca stella garfield gordon
jessie bullshit parker asdfghjk fucking apollo 1qazxsw2 eminem december legend airborne beavis
august apple brooklyn godzilla skippy buddy qwert kitten magic shelby beaver phantom nothing asdasd
williams xavier braves darkness blink182 travis copper tomcat platinum qweqwe girls bigboy green
power animal police online voyager lifehack 12qwaszx sniper trinity walter blazer heaven lover
snowball playboy bubbles loveme hooters cricket marvin willow donkey topgun nintendo saturn family
november gabriel destiny pakistan pumpkin digital sergey chance explorer redwings private therock
runner lasvegas guinness beatles cassie christin qwerty1 asdf1234 celtic broncos andrey babygirl
nelson donald scott eclipse cartman fluffy louise michigan testing carolina little samuel alexande
birdie steve cherry pantera sharon gibson vampire mexico dickhead peter buffalo montana genius
flyers maximus school minecraft lovely stalker metallica doggie carter kristina kimberly spencer
speedy barbara snickers sabrina carmen marcus bronco yankee friends paradise lol123 dreams magnum
horses caroline lacrosse ou812 goober member qwertyu enigma scotty pimpin bollocks brian surfer
sammy genesis poohbear asd123 qweasdzxc racing friend hello1 hawaii eagle1 billy viper october
vanessa poopoo einstein boobies stanley 12345q walker bitches drowssap stephen courtney simple
alaska badger action denise jester spitfire drummer forest patricia maryjane champion diesel
svetlana friday kevin gregory pamela frank hotrod chevy anderson lucky1 douglas westside security
google badass shorty tester thumper hitman mozart general reddog boobs zaq12wsx music lizard
alexander melanie a123456 ruslan 123456789a vincent eagle 1232323q sweet teresa scarface qwerty12
a12345 marshall olivia veronica porno buddha spirit frankie money1 stargate antonio liberty natalie
mercury naruto qwe123 12345qwert suzuki semperfi popcorn spooky marley system brittany claudia kelly
scotland kitty cherokee vikings simpsons death leslie rascal qweasd jimmy loveyou hummer michael1
allison rocky patches russia adrian jupiter penguin cumshot howard passion honda vfhbyf andre
vladimir franklin sandman infinity homer bastard raider passport assman sucker fantasy bulldogs
horney domino budlight ironman disney norman usuckballz1 softball bishop francis brutus redrum
brooke bigred jeffrey jesus fktrcfylh karina marines kawasaki digger ireland oksana fireman cougar
college alicia russell houston monday bradley sarah nigger justice super wildcats tinker duncan
dancer logitech avalon swordfis everton reggie motorola alexandr molly timothy hentai pussy1 claire
patriots madonna colorado eugene ducati kermit juventus indian connor galore freeuser smooth house
titanic boogie simpson warcraft wolverin elizabet arizona saints valentin georgia asdfg test123
accord baxter denver mitchell christ password123 yfnfif smith stinky zachary roland naughty ncc1701d
spiderma chopper brenda hello123 extreme virginia water skyline zombie pearljam froggy pirate fylhtq
vision 123qweasd awesome alyssa dreamer predator bullet empire charlie1 kirill 123123a people penis
elvis panthers skipper nemesis peekaboo rasdzv3 simon alison rolltide american cardinal arnold
chevelle daddy psycho happy1 danger mookie wanker manutd tommy hobbes vegeta goblue burton fyfcnfcbz
picard bobby windows loverboy lovelove vfrcbv victory bambam turkey serega tweety hiphop galina
changeme rooster polina berlin suckme taurus electric ronald avatar raptor alpha1 maksim spring
brazil bigcock newport kenneth hendrix madmax england a1b2c3 alpha sublime britney france darkside
bigman hercules lawrence wolfpack classic letmein1 lincoln ronaldo spiderman 1q2w3e blizzard
cheyenne 123456789q wombat bubba1 tiger1 cjkysirj raymond brother kristen pandora devils zxc123
simone holiday wildcat horse kramer buddy1 sterling caesar alabama carrie bondage basketball sports
pussycat pickle catch22 leather shaggy a1b2c3d4 chronic flowers qaz123 qqq111 robbie admin gracie
amber freepass airplane perfect kodiak billybob katana sunset crazy stingray maria snowman phpbb
angel1 chocolat zeppelin garcia detroit wolves pontiac candy firebird vagina gundam panzer outlaw
pretty fisher connie honey business trevor redhead hardon greenday tarheels nastya hellfire cobra
engineer dragon1 savage service serenity sasha michele lickme fireball white remember darkstar
miranda flash mustang1 harvey oscar strike freddie pavilion beauty bobafett dbrnjhbz bigmac chris1
clinton bowling jenny natali future harrison jones wallace welcome1 swimming apache rulez pyramid
dodgers whynot fuckit defender teens morris trooper cancer precious packard lucifer popeye weasel
raven icecream stewart tanner swordfish blonde sandy presario rockstar viktor manager cheryl norton
james1 control wutang airforce julian atlanta spike thailand looking casino paris mouse lennon
bluebird theone hawkeye hacker dustin elaine nfnmzyf sailor catfish goldfish maxima tattoo barbie
light design pervert machine herman wrangler rocks trucks nipples roscoe tornado jerry lights bubble
cadillac madman orlando pegasus target longhorn laura philip browns eatme stefan cannon dilbert
baller microsoft winnie christia katie qazwsx123 shooter xfiles qazqaz lesbian street seattle corona
amateur cthutq prelude beach malibu freaky assassin integra atlantis pussies dragons iloveu monkey1
unicorn lonewolf regina stealth kristin peewee openup bobcat stacey software newton leonardo student
srinivas angelina young enjoy valentina trigger zaqwsx lolita athena shotgun coyote bruins veronika
dollar country rocky1 joker babydoll lestat wordpass hottie smiley potter random sweety butterfly
woody chipper snake samurai video gizmo maddie devildog valerie mistress flipper freedom1 express
powers soso123aljg cessna teacher goldie moose polaris piglet cookies elena montreal hjvfirf ladies
wolfgang fatboy scully father single wicked daisy fetish foobar castle tickle bunny pepsi balls
transam dfvgbh oicu812 impala sunday booty hotstuff ronnie jasmin gambit toshiba basketba lancer
birthday texas stephani jessica1 hooker knicks roberto stinger testtest fuckyou2 kathleen savannah
shamrock benson squirt deftones trucker redneck goldberg alfred blaster siemens shelly renegade
manson subaru ibanez blondie hamilton casey swinger reaper cristina minnie mylove harry galaxy
lindsay dudley farmer gloria special blahblah enterpri 1234abcd travel babylon5 bigone sweetpea
sugar smoke skeeter fucked indiana great ficken trfnthbyf master1 freeman curtis smitty marino
joanne bigfoot escort babes check larisa trumpet tristan spartan babylon asdfghj sister valera
stormy paladin andreas cavalier marathon hamlet aardvark butterfl bigboobs mister manchester
yankees1 rusty napoleon seven indigo hornet skater jerome pierre wonder toronto indians karate
buckeyes julie hesoyam fredfred charger highland sweetie holland chiefs diamonds buckeye aurora
hotsex campbell griffin brandi redman passwor chandler drpepper monika maiden elizabeth leonard
bernie brown pornstar garden storm autumn linda thuglife millie jungle pencil tomtom insane pizza
timber jesus1 sherlock mariah audrey david1 1a2b3c hamster aragorn pioneer techno catdog lollol
triumph sidney fktrctq sophia morpheus island wetpussy hobbit blabla erotic shadow1 aaron pascal
sampson consumer justme marion stones chrissy tyler nadine marie goforit burger pitbull kelsey
adgjmptw spartak german karen kissme hunting kaiser martha colors artist harold italia sammie
barcelona mario nicolas virgin pebbles sundance isabella overlord emerald callie doggy irina racecar
isabelle germany goddess change wesley nipple basket joejoe holly poison zipper alpine shirley
element huskers marcel eddie danny christy pussys sakura chichi inside ultimate dirty nicola
ncc1701e blackie q12345 omega watson rommel matthew1 geronimo nikki caserta trojan 123qwe123 philips
sergio nugget sammy1 tarzan bassman warren trixie chicks aleksandr cream webster sherry manuel
portugal dodger anakin bobbob bomber michel madness superfly loser 123asd florence yvonne fatcat
global ybrbnf energy desire wrinkle1 soldier bianca sexual warlock martina andrei larry seminole
peace alejandr westham concrete access14 harris margaret hector christop naked ladybug letmein2
network bernard tintin qazxswedc trombone chuck pleasure rhbcnbyf history bluesky sherman logan
january onelove cotton christian cdtnkfyf sunny archie holden whore brianna vfvjxrf titans stallion
lindsey singer truck smile party missy hansolo angelo joanna natalia beagle phillip panama smiles
blue22 juice qawsed inferno mongoose connect kingkong snatch flatron sex4me bluemoon turbo rocker
personal emily blessed snakes dominic forget finger beetle jamaica alberto a1234567 mulder fuckyou1
jamie susan immortal passat plastic dietcoke spunky anthony1 whiskey monitor giovanni cactus ripper
spyder markus planet magic1 patton exigen sticky waters sluts nolimit daniela hollywoo abigail
apple1 morrison katrina trunks assass always diana deedee clifford april speed japan mission pickles
million sailing freak holmes bonehead fernando ghbdtnbr charlott delta yomama darren rubber newman
molly1 faster cumming bertha memphis sylvia ilovesex maurice william1 hongkong jumper unreal geheim
rodney nylons sebastia pentium legion shalom kennedy brooks movie dodge dream graham sprite curious
pacific loulou funtime philly ferret niners orion werewolf milton cantona kingdom stars africa
office boeing gilbert abgrtyu pirates super123 sheila french sweets cooldude palmer eternity
lollipop tottenha green1 stocking monique anything foster irish jackoff biscuit drizzt camera
columbia fossil moomoo makaveli tracey colt45 robinson isabel martini salmon shasta jersey verbatim
maniac snapper satan666 nasty solomon patriot jacob standard shaved blackcat asdzxc punkrock
raistlin infantry qwerty12345 dillon gerald twister ricardo waterloo cjkywt clayton crimson serena
oxford maxmax denis flight condor seinfeld silvia biggie maxine musicman ravens teddy colleen bruce
wolfman sharks megadeth cosmos velvet keeper foxtrot garrett black1 damien anton sesame skywalke
gn56gn56 banshee squirrel wolverine sunrise ghost western grendel sucks roxanne privet legolas felix
marlin stone herbert lvbnhbq qazwsxed carrot blades frosty stardust helena brownie groovy penny
butler coolio twilight daytona licker peanuts intrepid pikachu trains mollie vanhalen jericho
hershey strider lobster punisher grace zaq123 bottom ninja 1234567a murray kansas shogun goblin
search neptune showtime darwin amadeus suzanne fuckfuck seven7 jason1 oldman bruno showme henry
getsome muscle obiwan support rfrfirf skittles ekaterina whitney shark maestro danni tanker english
tarheel fighter thanks blue123 hannibal capital newlife anubis gothic chaos blues cindy sabine
thunder1 roman preston princes brendan slick 123456z evelyn python test1 richie tequila devil
chelsea1 clover delete mirage blood surfing bentley portland potato baggins review porter chubby
panasonic sandiego sooners buffy derrick penelope blackdog harmony fusion mature malcolm allen
buttons 1a2b3c4d californ safety playtime dagger moscow swallow warriors byteme stimpy gangster
lucas christine turner iverson lester chargers liquid asdf123 mushroom cracker dingdong lucky7 misty
nymets robin bigguy mobile tazman nimrod newpass miami crusader bugger stranger dkflbvbh anastasia
marco volume masters monroe miguel doodle collins powder archer gotcha battle dublin slapshot
guardian janice charly septembe photos knights woody1 short angelica nookie milano pepsi1 scarlett
stuart damian grizzly camille scruffy brasil latino kittycat poopie munchkin lorenzo rammstein
1passwor bananas barcelon santiago thegame robert1 world gerard picasso viper1 walnut kolobok
blackman wisdom trance starcraft parrot quality blade auburn goodluck eatshit dorothy dusty engine
coltrane gorilla wheels katerina tamara postal fuck_inside luther ranger1 pass123 carlo cassidy
discover oakland andrew1 spanking osiris dumbass shaney14 lonestar bridge bingo bender annie
stonecol dookie meridian sally megaman heather1 racerx rjntyjr sirius firefly richard1 julia
alexandra madrid terry griffey women phoebe zaq1xsw2 weezer beautiful violet ledzep lowrider randy
gangsta ghjcnj paradox tacobell loving catalina vertigo halflife carson sergei shiloh johnjohn
sobaka buffett aliens sadie chucky bonjour kangaroo thompson sinner socrates soccer1 keyboard stevie
trebor finish sprint shazam national celica sarah1 scarlet formula1 hoover sommer frances hotboy
cynthia qwerasdf penguins formula rebels fuckface elwood melvin honda1 vacation ragnarok bollox
lexmark asshole1 lorraine claude rockon dodgeram tacoma romeo wookie prodigy tempest vfhecz flames
sebastian colombia kitkat oblivion mystery sithlord server molson mustangs incubus smoker 123qaz
window scoobydo rescue bigballs zxcv1234 carpet titleist richmond director lawyer megan magnolia
celeste melinda wright jimbob golfing kenny roger bobbie xanadu tardis blueeyes hearts dixie pussy69
pooper shaman mersedes springer imagine janine patrick1 kenwood 123zxc garbage martinez topper
cowboys1 roberts lizzie ashton elliott oracle sheena chloe nuttertools mallard analsex shemale
gateway1 mikey asterix faith monkeys imperial jimbo cooler grateful gillian peterpan kingston
yourmom sleepy gremlin printer hudson pa55word freckles birdman frank1 aussie esther defiant
margarita deadhead anime tatyana jackal frogger bridget wayne research tobias mariners rootbeer
blondes donnie katrin weather aspirine frederic parola photo children account israel stephanie
shaolin noodles celine willy willis forgot scooter1 hallo mandy thomas1 rogers palace santos ohyeah
magnus laurie creampie amazon kisses queen ludwig fatass plymouth justdoit assfuck nellie 1234567q
putter broken nopass letsgo bryan bones harley1 tatiana camel champs lightnin massive camelot bosco
deanna gizmodo spidey caliente aezakmi goodtime mypass roller catherin active payton lonely redalert
brucelee smokin porkchop astros aquarius raiders1 thankyou kevin1 atomic fletcher shopping a1s2d3f4
mason rusty1 marian vanilla hunter1 unknown sapphire temple qwert123 marvel beckham kaktus myself
sooner blacky elvis1 hastings buster1 power1 blackjac aggies scream picture 123321q abc12 judith
iforgot kasper cxfcnmt bangkok shitty spectrum eduard vader jammer painter primus veritas ernest
kristi chevrole amber1 amsterdam slappy valley horny1 hitler clancy spankme granny avenger satan
sasha1 usa123 diamond1 rosemary husker candyman beatrice scrappy john316 simba falcons dylan
front242 harder atlantic labrador smudge syracuse southern melody timmy elijah center darling throat
stuff fatman krishna sanchez pancho gator pacman commando delta1 vulcan clitoris lemons alice
8j4ye3uz boner keith odessa barkley monopoly method kelley punkin pineappl celtics lesbians space
gangbang bennett area51 flyboy hamburg aaa111 asian carol spartans tricky romashka 123456aa snuggles
phoenix1 infiniti anders billie homer1 drago blake hermes jesse goose jeremiah vivian annette
homerun forrest carolyn 1234567890q topcat hayden cosworth vectra grover goodbye charlotte cuddles
bossman horndog doberman telefon qawsedrf ivanov durango peugeot killer1 franco plumber rbhbkk
pauline exigent brandon1 laguna emmanuel webmaster bowler leopard strong theking redbull beast
viktoria porsche9 breeze topdog starbuck omega1 dance dalton fuckers oscar1 hungry beefcake reality
gjkbyf speaker shelley godsmack clarence writer loveit kingpin nokia valhalla night starfish anarchy
herbie blacks content sailboat desert fitness brando bohica achilles tractor jordan1 ncc1701a drake
hidden kicker arsenal1 labtec napass pa55w0rd amelia tuesday frontier swingers jimmy1 caitlin muppet
terror legacy farside terminator bella matilda kentucky jackson1 doughboy ramona butthole phillies
jrcfyf camels dannyboy oakley daniel1 nebraska latin double qwertyuio sabbath chang pinkfloy homers
striker looker fallen maryland luckydog azamat september iguana oklahoma moloko agent007 vfrcbvrf
javier vette daniil command rhonda studio pistol miles skiing franky stoner conrad select tanya
houses boris puppy elliot charmed vladik nathalie whocares maynard vkontakte ihateyou puppies zidane
eileen dilligaf crash mandingo moneys tyrone funny nevada kotenok mystic california budman church
carlton rafael technics stick golfball rookie panda laptop today jennie triton river trojans
bunghole zvezda hurrican central stripper filter jethro gustav escape gizmo1 aberdeen shane lespaul
rfnthbyf enterprise butch dthjybrf cutter splash handsome oilers randall nofear cupcake excalibu
batman1 momoney gbpltw bigger belinda svetik possum metal moocow brothers bethany keystone babyboy
flamingo super1 firefox bogdan ccbill passwort soleil lancelot melissa1 vipers marilyn tdutybq
juliet leader madden russian australia sabina chase coolman babies skinny zaphod raven1 kamikaze
verona bacon noodle rebel doobie designer deadman attack vortex killme dogman pokemon1 gopher
somethin danila reagan apollo13 chevy1 cancel torres freaks azsxdc sassy donna dracula poncho
bearbear boots engage steve1 deskjet bradford bitch1 hammers deeznuts warhammer rangers1 tight
justine ralph fabian lewis casey1 summer1 blueblue marissa oregon bubbas sinatra hilton meatball
mailman dawson columbus manchest cthulhu macdaddy mighty michaela grandma ready sterlin cartoon
summit 123456789z sentinel tolkien bicycle peter1 beverly breast lickit kathy crazy1 meghan universe
capone jenna julius wendy bryant truelove helen 123456k nancy eatpussy hailey kitty1 daisy1 chair
bowser kathryn sexygirl fernand eleven rockets billyboy military demon davis jamesbon iloveyo texas1
traffic saint daddy1 redhot microsof sonic miracle microlab gofish pantyhos pilot lifetime rugby
mayday aikido star69 conner cutlass thekid gordon24 theodore titties sweden function polska danie
market scotch lansing elvira bloody hustler anfield catman bonita tracy 1234qwe passwor1 irish1
cheers tinman airbus peters china azsxdcfv santana hayley station gabrie scottie orioles jenny1
charlton fortuna dfkthbz rustam warlord retard fatima ultima bigmoney 4runner rotten betty grumpy
oranges kelly1 superstar fordf150 asdfjkl boxing xtreme denali selena zxcasd huskies terminal wilbur
kristy wildfire vladislav bikini hollywood mayhem sultan gretchen figaro sixers sparta saratoga
running cloud9 music1 models greenbay cancun marlene trinidad tammy chewie number1 billy1 crunch
bigbird mellon chicken1 bigtime fashion piccolo fabie rjirfrgbde rovers meatloaf hyperion sandro
rightnow jarhead armani treasure miriam hansen natural lisalisa sport bizkit chester1 jasmine1
maradona sayang charli rfhbyf utopia anaconda japanese camilla coconut govols emerson memory
catherine cosmo cruise giant ricky dragoon woofwoof giorgi packer pass1234 poontang emily1 illini
christopher davids zaqxsw sandy1 pedro sticks revenge exodus reebok chanel albatros cabbage wally
beaner quincy greens tomato chief richards turkey50 adriana kenworth happy123 deborah cooter
dinosaur holyshit eeyore movies lionking creamy adult poodle tsunami happyday knopka tommy1 bogart
corrado volley tyler1 chickens orgasm whisper flying first chocolate walleye hopper katie1 twisted
chaser pepper1 memorex ericsson jensen positive crazybab science frisco zorro romance sherwood
shania rereirf sausage milana tasha vfvekz profit zenith fugazi junebug clemson tootsie fktrcfylhf
comics zxcasdqwe vfczyz werner aspire hardrock condom cocks rachael gringo anhyeuem madeline becky
canon february alien abc12345 harper justin1 stocks marcos samsung1 clapton roberta coleman applepie
skywalker fubar theresa koshka tundra vitalik arjay gmoney bigsexy ingrid pillow gandalf1 lucky13
fingers samiam davidson skorpion candle nobody hellyeah better australi rockhard bears sparkle
johanna everest rfrnec hedgehog wolfie bobby1 yosemite marisa voyeur baddog jazzman dicks cheetah
1qa2ws3ed slacker steele mikemike pooppoop america1 barsik valeria deniska br0d3r fright karolina
kirsten vfksirf kenshin bootie cyclone starship monty balloon maxell dildo rupert milena bonsai
salvador greatone vernon 50cent slider lillian admiral cecilia stolen albion midget fuckin freeporn
nikola amanda1 hithere football1 damnit dinamo francois cheng calico duchess scratch powell packers1
stefano fortune nyjets artemis robotech roadkill backdoor rastaman fiesta felicia alliance fletch
jerkoff killbill goliath cinnamon rambler malaka tekken carrera bangbang jeanette fritz ramses
operator shado duster spank wibble alibaba mechanic keywest sword amsterda hal9000 bristol pingpong
rasputin marianne hooter rctybz sanders faggot krista presto majestic nguyen fowler passwords
buttman snake1 spurs pompey trident viagra qwert1 brian1 kipper kingfish zxcvbnm1 gotohell angie
guest garage heidi mattie slutty isaiah steeler wrestlin pooter divine route66 clipper charley
macross railroad lineage2 seamus swimmer ne1469 jokers thursday chico a123456789 solnce kimber
guiness pussie mathew nature matador sparks typhoon secret1 retired subway slave ivanova ghetto
florian love69 vermont ktyjxrf lolipop moose1 spears yzerman peterson magick phillips cinder
nwo4life flash1 shearer pupsik charles1 dfkthf allsop qwer123 grapes 123123q pippen belle venus
kcj9wx5n sex123 dammit barry caveman critter underdog r2d2c3po skydive renault onlyme george1 murder
snoopdog jayhawk hotshot caramel broadway kinky theboss fuckher train trout umbrella feather credit
splinter depeche seeker fuckthis respect crysis direct animals chemical cyclops chivas jamesbond
blackhaw passpass sinclair megapass beanie translator helloo magicman cunts fishes supersta giuseppe
caligula shannon1 juggalo frozen quattro meredith wassup rosie bullseye saturday pornos cohiba
ashley1 floppy alucard deacon heart tabitha kristine nicole1 tunafish great1 gfhjkm123 dallas1
xbox360 dkflbckfd kickass p0015123 vietnam kendall pearl safari gonzo crawford bob123 klingon jacob1
looser goalie damage maureen tazmania cigars facial cobra1 deepthroat malina silence samara
dfktynbyf cruiser vector tommyboy banker horizon chainsaw button bigbear forfun abraham 123456r
astrid carole andres sharky enter1 vh5150 royals christina small misfit yousuck louis fallout
marino13 scania nudist getmoney budweise qazwsx12 believe brighton absolut kungfu kostya monaco
death1 gunners vfhufhbnf mamapapa minime blueboy penthous chrisbln steph whitey europa bertie daphne
groucho champ benny grant mirror village trader stroke walrus susanne number sabres nipper woman
floyd snowboar undertaker flounder moneyman patty bottle love123 kahuna canadian wolf359 viewsonic
coolguy rules downtown wagner strange fabric trisha italian ybrjkfq cypress qwerty1234 eastside
sneakers passme topher taylor1 golfgolf barber sinbad frodo panasoni craig mybaby skidoo chicago1
massimo jillian cat123 q123456 sparrow senior dalejr thecat fucku2 snapple mondeo leanne emmitt
thanatos z1x2c3 ghjcnjnfr maximum smegma thesims whitesox chong bonkers poseidon musica johannes
gargoyle olivier hambone bluedog intruder sunnyday cyber compute smelly spawn wapbbs answer studly
poppy paper ferrari1 simona solution madison1 newcastl adonis goodman sexxxx europe goldstar again
quantum buckshot static turbo1 dollars titanium holly1 erica danzig sadie1 jabroni library journey
beastie chrono edwards test1234 gunnar federico custom lance 1qwerty assholes daewoo briana watcher
superman1 albina sunflowe dorian babyblue premier staples stereo westwood apple123 mouse1 usnavy
boomboom fresh florida1 sasuke dharma pisces motherlode multiplelo sapper scanner marius racer
callaway bayern rover lamont rivers snoop walmart micheal starfire theend steel tigger1 erotica
aaliyah doogie renee paintbal winston1 sexy69 paint 123qwerty tyson joshua1 newbie knickers
lokomotiv hotred ufkbyf panther1 dodge1 laurel shawn 12345z wasser scott1 jessic thirteen rjycnfynby
avalanch outkast truman magpie scout philippe poetry martin1 havefun michell cubbies losers hotpussy
deejay fghtkm droopy blossom allmine zerocool janet tomorrow godfather greece second reading greene
sascha busted bimmer original cbr600 ocean builder demons nitram pudding bounce donuts fucku
newyork1 jeanne idontknow audia4 aleksey vfvfgfgf leonid smokes mylife beerbeer redfish harry1
working rodman beaches 1x2zkg8w hairy contact start bogey prissy 123456s gegcbr tights insert carla
dante beretta francesc jewels searay padres celeron mittens quartz ziggy diehard micron syncmaster
cornell christie stunner hockey1 simon1 rtyuehe hoosier zxasqw12 peyton cheese1 orange1 paintball
monalisa queens terrapin a1s2d3 spongebob attitude backup whisky clevelan cedric marin barefoot
artur chuckles barrett meathead bigass ou8122 titty spike1 gretzky kosmos cfitymrf biggles cambiami
sexy1 12345678q thongs blessing aleksandra ginger1 twinkle gladiator gollum southpark rabota
mazafaka goodboy carbon scuba tango stoney brent weaver volvo footbal pianoman gaston casanova
traveler clark stumpy hawkeyes clarinet looney mommy maggot felipe bucket eduardo freeze sound
sexyman johnboy snapon deeznutz warthog vegas rooney honey1 futbol filthy steam carina 123aaa
mustard boricua meowmeow maste mellow love1 abc1234 sunshin bengals combat goofy whatsup sauron
krystal alina lover1 monster1 prophet joker1 lovesex twins triangle booker reefer nickel venice
xander strip valencia rhiannon crystal1 smeghead valeri andromeda 12qwas diver cerberus james007
sputnik groove lambert usarmy tiberius zigzag sting abcd123 welder radio petra focus gabriell
candice salamander eternal silver1 bunny1 motley resident hayabusa marcia rambo together rainman
poochie purdue redwood ripple buzzard redwing boobie juliette monke hokies phish 1q2w3e4r5 crjhgbjy
jagger nokia6300 rockford goldwing brewster bermuda thegreat proxy confused badgirl bacardi sweet1
derek whiskers spaceman starman rebecca1 trial karma claudio 12qw34er allstar carolin gesperrt
swords rasta wildman nikolay slinky wrestling jamie1 mohammed pinhead hacked logan1 sersolution
penny1 overkill rhfcjnrf mishka montgom240 banane bulldog1 person public fester something 12345qwe
lions helmet buffy1 ripken frisky changed games higgins trapper piper windsor supreme ib6ub9 kaylee
athens norway runescape oasis hurley lightning dbrnjh edward1 darius midway hoosiers vinnie recovery
cicero napster lionel amazing tracker laser adrienne roadking menace secure stoned br549 thedog
sacred squash smoking illusion woohoo rachel1 medicine antoine bagira megatron orchid reader comet
clown zippy company doghouse stacy maxim 12345678a paula bravo buddah jaybird chuckie maria1 morning
peach hanna chuang mortgage idiot heineken saleen rulezzz fishing1 massage sonics moonlight butts
pobeda benfica poker kashmir realmadrid balloons optimus chunky gsxr750 tinkerbell common starter
brewer babyface pants gregor dogfood hardcock deluxe bigmike blackbir bookworm hampton jeffery
salomon godfathe meister angus intel seahawks eagles1 talisman blackjack eraser collin pissing
hawaiian zhong michae berger alphabet tricia beautifu misha maryann adams riley xxx123 really sally1
mortimer tongue gator1 century sancho remote darkman buddie roadrunn pizzas lexus password2 medusa
health stalin toledo cubswin dutch lilly beowulf charlene willia christmas handyman pacers unique
eleanor digital1 missy1 clouds tiffany1 cgfhnfr breasts chinook just4me wedding calgary dutchess
gfhjkm1 heckfy max123 ludmila shell because cheater famous delphi cathy wareagle martine gromit
sponge ashlee valkyrie glory teddy1 passwd idontkno smiths mohamed teddybea killers boxster
dragonball beast1 babybaby mermaid qazwsx1 satana dolphin1 bhbirf foryou misty1 nasty1 qazzaq puddin
shang inuyasha stanford peacock assword misery desiree barnes sullivan beamer diggler medical 1pussy
wishbone circle property ripley thedude cloud fisting austin1 alexia beemer jayden gameover sparky1
redline venera linda1 salsero fuckoff1 adam12 fytxrf sergi kittykat spanish sinister india vedder
gonavy manowar novell colonel rancid dragon12 chrome friendly aa123456 destroy titten electra polly
geoffrey newpass6 bella1 eureka onetime phone katherine lakota claymore hotbox banner madina manuela
bitchass sporting bartman matthews checkers playing carmel gabriela dfcbkbq nimbus wrestle bulls
jktymrf alexalex preacher gamecube mustafa svoboda 123321a circus armagedon alenka playstation
z1x2c3v4 zheng magical claudi marine1 rhtdtlrj pablo thumbs camper doitnow goaway subzero charity
hootie pissoff jammin blackout darrell cocaine bcfields skylar rolling loaded milkman lotus davide
bigbutt electron johann devil666 12345t cheeks skate silverad lighter hassan pothead oliver1 gobucks
123456qw squall thunderb courage pippin ghostrider antoni kaitlyn reynolds cannabis xerxes ipswich
ninjas mango farley lucille pinky jimmie dieter annika mitch southpar marika jackson5 dickie jetski
finance tdutybz dianne forward jenkins bright absolute morgan1 bilbo musashi ferris iamgod lipstick
1234567890a laurence mandarin baseball1 quest tottenham adults yfnfkmz kleopatra tulips zhuang
dirtbike sheba pickup dwayne othello katherin forum sonny 12qw12 rider a11111 warner northern cinema
cameltoe petrov bluefish fuzzy pheonix iscool secrets elite modena marsha slippery kissing caravan
divorce beatle akira sanfran 1qaz2ws cheech badman samtron paloma dolores sveta qweasd123 shadows
mollydog annabell starcraf ghblehjr vasilisa jameson chuai jiang scorpio1 beans illinois warning
ebony jockey deadpool hillary bearcat caprice farscape bigtit lassie zappa sander nicol sunflower
hopeless sheriff carpedie love12 asdfzxcv sherri march bingo1 slave1 barton shepherd gatorade keegan
cameron1 guitar1 toolman barker spectre pussey nuggets borussia mantis banzai ariana flexible chloe1
mullet graphics fyutkbyf 123qq123 mancity templar stories yfcntymrf fergie records thedoors
7ugd5hip2j gawker pussyman skyler elizaveta colton xiang zhuai moritz monte lemon strength talon
rhino cowboy1 susana sonoma three spinner allan keller webmaste aaron1 grease augustus raquel
alejandro chimera rufus stretch ticket bacchus kendra twenty corsair kinder argentina corleone spice
mickey1 vampires domain iomega heater hover alex123 ltybcrf artemka xxxpass qiong hippie poland
deutsch babylove becker speedo brett oceans slapper letter harvard bonjovi mazda virtual cosmic
snuffy blaze sergeant maggie1 dragonba spurs1 stonecold hellos jacques register buttercu huang
millions millwall patience chrysler merlot bullfrog latinas a12345678 xyz123 istanbul phoeni
ashleigh kotaku universal noelle binladen artem shanghai porsche1 castro gabriel1 jiong xiong wraith
pierce jayhawks kilroy amateurs dotcom cattle daemon ntktajy barbados renata thoma balance mikey1
nomore pdtplf canyon kayla jackpot orion1 pulsar baron marker chippy nightmare monarch hamish aubrey
knockers dipshit alexey malone athlon hubert chevrolet eddie1 vadim everett napoli myname belly
cobalt counter dialog house1 augusta smokie cristian coolness cougars screen criminal hardware
ramones bobdylan capslock zaraza ciccio teddybear alisha liang gadget shiner laurent fulham missouri
carlitos dwight helene halifax dogshit entropy coldbeer silent silly netscape edgar dog123 golfer1
county freeway syzygy andromed media wings brigitte danny1 yeahbaby diego yolanda eldorado hollow
crack eastwood monkey12 gunther paranoid anita sexyboy rainbow6 soulmate gooner drunk persik lesley
geneva 9293709b13 microphone kakashka 50spanks 111111a fgtkmcby mclaren spread qiang shuang bamboo
brittney fastball creature cards just4fun matteo fuckyo smashing washington arlene baggio carlito
jones1 hopeful astro hondas snooker sophi redbird bigblue annie1 dynasty mephisto temp123 trainer
rebel1 iceberg shitface fountain specialk estrella generic buddyboy stevens arcadia manning nikitos
piramida violetta bailey1 piano spencer1 salasana q2w3e4r5 maxxxx shutup thing heritage browning
homerj tiburon obelix chopin insomnia hooper promise cygnus theater romero jelly plasma kissmyass
ninja1 submit spider1 budapest jayson sexysexy jorda citizen sahara pinkfloyd stroker pavlov
playboy1 pasword amigo heynow arturo fight ventura sandwich fraser yummy homeboy royal testpass
gamecock maxwell1 magician female wildcard sassy1 magazine telephon bigfish tripod lazarus licking
dundee 1234asdf 1a2s3d4f brodie misfits slavik rochelle sleeper seeking pringles butcher patric
iverson3 nanook vsjasnel12 darklord loveless bruno1 radiohea sheng guang shuai karin hughes giorgio
maxime sphinx reckless triple baldwin taxman orient desmond married zhjckfd mordor romano jiggaman
ramsey officer lovebug sam123 tiger123 classics hooligan pluto georg bolton scrabble jezebel major
jellybea mason1 shock drakon seadoo mexican hawaii50 pharmacy abnormal patrice concorde alfredo
cdtnbr puffy islander chantal jakejake yjdsqgfhjkm bunnies bushido kazantip strawberry verizon
maksimka dupont crusher zhang ghost1 premium wg8e3wjf corey 426hemi diane channel project cthtuf
arrow meagan tootie bounty blue12 porno1 kfhbcf kirsty howdy ramrod sweetnes master12 bird33 bummer
corolla andersen blond darryl senator ferguson donovan 123456qwe thelma dynamite gertrude doomsday
rhjrjlbk hjccbz players mariposa killer12 mazda626 excalibur marcello buttfuck moore samsun masamune
niang darlene bessie brains north attila clowns chestnut woofer model 1qa2ws moses someone lindros
dottie civic a1a2a3 merlin1 anthrax lilian imation beacon tripper snoopy1 vsegda tiger2 ursula
fullmoon spiker sporty force pornporn citadel jacobs michael2 volcom dynamo amerika bombers hannah1
burrito andrea1 inspiron forsaken spock mallory lantern nextel goirish snowboard haggis callum
violin lollypop insanity placebo creation glacier stepan zander dabears water1 katarina iloveme
sexxxy moonbeam webber gonzalez henry1 tigger2 dogger pecker stiffy senators create wingman pumpkins
felix1 windsurf ernie watch green123 jarvis zephyr fishman reddevil wanted sheridan larry1 nichole
bronze concord rjhjktdf kellie baker zalupa killkill avenue asddsa bunker wrench paddle schalke
cobain shanna poopy broker mouth woodland yvette suicide vanguard aviation exotic stanislav superb
q1q2q3 fergus mihail vfibyf yankees2 mobydick icu812 sausages tuning francesco ganesh anastasiya
nevermind presiden faithful kerstin vfitymrf varvara happiness 1z2x3c robotics normal bigcat store
karen1 temppass laura1 onetwo postman weird uranus highheel aloha cigar stylus gobears duckie
stratus thong tigers1 jimbo1 mandy1 pippo conover soprano jingle firewall polopolo dolly pepito
piazza radical alone boxer reload evolution julie1 grande drummer1 tipper fuckme1 battery dogcat
bubba69 drive kirby candace digimon bombay mariana sowhat pussy123 pumpkin1 download fandango kamila
popper dusty1 smokey1 lenny qwerty11 mypassword louie earnhard dancing simmons airport snappy
angelika fishin boxers icehouse qqqqq1 cramps basset dogboy abstr softail titan santa killjoy
fischer electro mygirl delilah misfit99 nutmeg 111qqq christma kittens krusty script zaqxswcde
bigboss falcon1 flores guyver coach fender1 praise prowler harvest latina asdf12 moreno spikes
zxcvbnm123 jubilee choice yugioh toaster pineapple harrypotter gorgeous namaste carnage redsox1
kuang alissa nigga dayton chriss niceguy magelan qwert12345 almond bumper partner vikings1 123qw
marty spongebo erika ghosts broncos1 hookup bigben hammer1 wifey cindy1 carmex2 enrico starstar
gilles chillin superma radiohead havana lumber pistons viktoriya gameboy robot santafe holidays
jennife mckenzie reddwarf dodgers1 cascade kidrock pinball isaac banger arrows cookie1 london1
platypus password12 1z2x3c4v abrakadabra doofus passes shanti barron marianna longbow services
heroes living mankind stasik beardog longjohn glenn nikki1 alessandro garion juanita honolulu
nygiants slick1 busty install niceass string boozer astra junior1 abbott puffin dogbert queenie
mother1 miller1 muscles highway cottage compton steffi romans beerman megan1 windmill guitars earth
freebird slamdunk snowflak tasty delight nights biology joseph1 emilia bronson frost irishman
badgers state bergkamp pixies training warrior1 playstat oatmeal mudvayne airwolf season lottie
dudedude jackjack johndeer zildjian magnet vjcrdf hammond ramirez aptiva qwer12 gidget kjkszpj
manolo jerry1 bruiser chilly medion josephin giraffe jared paulina fishbone edison caught gasman
genesis1 pocket moondog charter camila impact tbone bigblock towers krypton hallie jefferso pelican
altima clippers getout compass kimmie chambers winners paulie spoon sucking albany toffee theatre
never pavel 111111q climber marlon micro thisisit armand ultra aladin monkeybo comfort 123456l
epsilon idunno death666 stress hounddog pallmall angel123 webhompas monsters picturs sairam easter
cobras ballin comanche landon severin whiteout roadster basebal stone55 drifter easton werder
norwich stubby stefanie mike123 ellie versace visual heinrich record white1 bowwow ellen undertak
hookem anastasi fiction medic colnago storm1 booster festival zzzxxx coolcool qwe123qwe sinned
foreve squeeze mazdarx7 anthon diving shocker hewlett cross sutton choochoo milan defense 123456789s
iloveyou2 fidelio welcom 123456m lithium kisskiss cbr900rr british franc kings mama123 lovelife
hellboy chipmunk good123654 saiyan chase1 bluebell federal trust format kjrjvjnbd ctrhtn 1234qw
hollie celeb fuckinside washingt tkbpfdtnf sensei smirnoff mydick macbeth cabron guess pipeline
mike1 clyde dalshe james123 zebra mortal fishhead gustavo vintage pigeon carver winner1 gypsy
konstantin freefree sheba1 summer99 newcastle krasotka komodo juicy starligh flyfish wireless carman
81fukkc manila nathan1 olesya salome lowell torpedo switch motion sharp toejam julien puppet buceta
scoobydoo super12 koroleva lineage michaels redrose close yogibear redbaron codered testing1 frogman
tatarin azazel moskva kitchen freesex nascar24 president mykids bitter highbury zachary1 tranny
redfox username achtung johnny1 spotty survivor program prayer transit sanity seagull flanker cocker
qwerty7 wanderer soccer12 fuckhead zodiac isabell costello virgil nutter rockies irinka washburn
catwoman upyours kelvin lemonade chilli bearcats itsme gravity chevys solitude sunny1 cocksuck
minerva boomer1 deeper ohshit cricket1 sugar1 rober slowhand tommie jsbach lorena dinara paradigm
smoke1 lilith nostromo borabora arkansas chiara savanna presley bologna terminat habibi contest
sushi markiz sigma rainbow1 fantasia stephen1 mildred grandpa underground johnson1 peaches1
cnfybckfd ghbywtccf bigbob slater comedy marti grand georgie wildbill smart larissa gilligan blast
hornets brain berkeley pool6123 birgit maggi armstron 3000gt corndog hilary 123qwer piggy destin
tropical sundevil shinobi horace gagging hurricane volkswag wasabi nurses bmw325 zanzibar reilly
mustang6 trouble1 angelus chinese sissy sunfire tonight sonia sneaky report coventry jeremy1
gtnhjdbx sekret 45m2do5bs undead qazws madcat hotone eastern 123ewq daniele nirvana1 lasvega amorcit
wasted sidekick pizza1 yfnfkb revolver jackass1 cleopatr nfytxrf jermaine gbhfvblf kalina marines1
cisco everlast hopkins nitro vader1 south nation tinkerbe lamer boating glass bluesman weston leroy
customer physics 12qw12qw paolo dakota1 quentin messiah hitachi marjorie krissy shawna conan woodie
troll groups penguin1 spikey fatty villa denmark stephan birddog cyborg keenan tokiohotel straight
nautilus kieran slayer1 rubble highlander redeye justus firefire schmidt longdong boiler margie
heidi1 suckers waffle sonata lopez there skyhawk joebob armada simba1 blues1 reflex threesom
asdqwe123 americ goten nokia6233 ghbdtn123 asdfgh01 sisters valentine monty1 bighead matthias
changes descent mazda6 fenway eggman aaaaa1 jonny buddy123 private1 dogface bowman irishka shibby
antonia astral nudes teenage enterme thecrow andyod22 score complete rivera belmont tigge junkie
fredrick daniels vickie candy1 bennie skinner razor umpire blanco fearless citroen rollins sluggo
torino antelope marseille aramis emilie compaq1 gryphon malachi pantera1 viewsoni ethan marble
reptile chandra kille dindom evangelion handball nancy1 barselona draven sandrine fuck1 sprinter
fyfnjkbq stinker palmtree hotties rampage seabee chick gordo bigpimp question soccer10 boytoy quasar
carpente spartan1 amand pasadena biatch benoit glock coldplay expert mario1 castor deadly fairlane
joe123 elcamino callisto glamour datsun studman hanson mentor tomahawk shamus gladiato diaper keisha
stupid1 styles squeak cayman runaway dentist fantomas thewho zippo castillo arianna honeybee papito
yamahar1 holycow ukraine doors wildwood yellow1 skibum gambler helper brown1 malice david123 karachi
jewel excite toilet corinne morton johngalt sweetness options loretta mcdonald sf49ers palermo
buffalo1 playa lambda gideon matthe medved cheshire superior ministry trinitro pebble casper1
bismillah roses elefant player1 capricorn harlem nikolai vendetta bobdole wizard1 manfred pinky1
biker margarit bigpoppa success1 ijrjkfl voyager1 asimov bruce1 winter1 iloveyou1 dominik paris1
limited vitamin calibra zarina perry iforget glasgow shrimp antares antonina jamess hetfield warez
bigones cutiepie chapman bolitas dimas nonenone bestbuy papillon baritone knock eight stream sleep
stephane freefall vjqgfhjkm priest jules mischief rogue foxylady ernesto dominion vienna macman
enforcer 3x7pxr parol tophat megane dungeon leedsutd f00tball mingus skillet robins twiggy bitchy
giggles remingto alberta ducks rfvfcenhf derparol quebec emperor buste synergy shakira older asdqwe
mamamia cleopatra rosario finland modern carnival dmitriy coolcat purple1 ghjuhfvvf knuckles mahler
kayleigh klaste notused bigdawg grinch chips letmei slugger mental harddick brand kojak tabasco
chelse keepout kokomo firefigh addison barney1 blowfish 1dragon samira sexylady sevens stacie rusty2
dimples alexandre whiteboy roger1 films cromwell magneto kernel carroll minemine dontknow acmilan
wp2003wp sanford referee lakeside polish 123456ru noname123 screamer calimero portal kfgjxrf conway
rockie dfktynby francisc swinging cygnusx1 trucking obsidian sales auditt money123 oxygen roswell
tower papers popova giovanna sasha_007 thecure bigbang lfybbk pizdec 12345qw zoloto marijuana
kimball jaguars kordell1 kerouac stryker ksusha entry maple choke cassandr moonligh fenris 12345s
duffman fuck123 john123 dirty1 blueball bigbooty wrestler salope sexxy dinner building mopar cecile
fishfish paramedi capricor robocop rimmer hardone w_pass 4ever alice1 nomad nuclear asgard series
advent universa jorge kestrel spanner guido cheddar carlos1 lalakers acura cherries eclipse1 anchor
yoyoma darkangel aspen bahamut little1 whistler 57chevy smackdow galant bukkake leopold option
strawber facebook susanna bookie crusty qwedsa extra matrix1 transfer breanna mothers clarissa
peachy prozac p@ssw0rd scuba1 bootys argentin flame bricks slimshady dkflbr nokian73 chris123 11111q
krolik joshu korova johncena magpies pictures cevthrb suckmydick spanker dogpound impreza notebook
brandy1 prospect bettina gymnast jktxrf seneca zxcv123 ksenia rudolf marquis daylight golden1 q11111
tribal blue32 johndoe hejsan biteme1 jeannie lemmein salem petrova clutch django sexgod sexxx
capetown tupac cartman1 ratman fortress canucks virus chocha serpent wallet inter telephone eggplant
april1 camero roofer nazgul fussball cardiff perfect1 wendy1 hallo123 fktyrf pufunga7782 amore
factory doggy1 budweiser alanis loser1 marseill janelle wealth addict goodgirl timeout wolfpac
camden liverpool1 tenchi godlike university turnip beaker vincent1 k.lvbkf repair nbvjatq vehpbr
southpaw sylveste redhat forever1 wingnut patrol magellan vampir captain1 assasin aikman trailer
mariya taekwondo sonyfuck style llamas clifton irene sabrina1 punch noname goldfing marie1 1234zxcv
jumbo helmut maveric ricard antony happy2 marcius2 susan1 ballet pentagon sawyer faith1 pearson
hotgirls flasher tracer boater shoes peppe joyce cornwall goodie devon benito butters angus1 sixpack
mandrake bubbles1 earthlink lookout slammer venture gagged onion truth aries 12345m lakewood loveya
dogwood money12 moonshin wyoming suburban challeng olympus volkov opendoor commande stanley1 hoops
jonathon diablo2 seymour beach1 ashle murzik bubba123 navigator right gratis myrtle native lakers1
twelve hellokitty arctic fkbyjxrf rasmus wormix randy1 millenium radar gerrard asians gateway2
camaross bluejays gaell lekker qazxcv borders davies midnite lloyd beater whatwhat optimist damon
gotmilk blue99 clock decker larkin loren redskin bremen enternow knight1 prince1 bimbo peace1
destiny1 beavis1 hattrick aaasss 1a2s3d dejavu markie ou8123 1master start1 test12 beatles1 screw
2fast4u daddyo natasha1 bordeaux stone1 12345qwer blaine vanessa1 rough alchemy qwert40 therock1
ilovegod solaris proton links cardinals marriage disco peggy spence fanny coming swedish espresso
auggie vbkfirf dougie p4ssw0rd richar noway nightwish saigon holes jocelyn gsxr1000 23skidoo platon
shadow12 speedway devin leeds timosha roadrunner ironmaiden mackie supernov delfin toriamos ceasar
trans patches1 oberon vjkjrj capecod nevets mamacita sandie jaime longer cowgirl stigmata munch
gonzales alena pass1 nineinch a1234 waterboy klondike ilove finally spiral boulder odyssey amigos
somerset burns mulligan krokodil explore lawson charon peeper redcar fellow ambers sloppy savior
schatz moron q2w3e4 hardball azertyui republic patch reggae canuck romantic vauxhall boston1 angelic
emilio doggies tennis1 advance around 159357a spoons rfntymrf almighty deputy tosser stratfor
mississippi suckdick houston1 eating intercourse power123 closer lenochka marijuan globus sterva
domingo limewire terefon coors suslik steaua blue1234 bledsoe 12345qwerty greedy iriska htubcnhfwbz
zasada sandr awesome1 beezer champ1 funstuff evgeniy bball patrici cuervo printing pastor funky
theforce chiquita strap yessir daman beech streets chaos1 wxcvbn admin1 holein1 maserati berry
qqqwww geezer coral cabernet joecool nastia egghead doris sheepdog terrell jomama armando hairball
christa aileen clarke insight afrika vancouve tender munich 123456789m grandam brady luciano alcohol
sheep default idefix cyprus trees scheisse montana1 mooney ambrose hoffman pimpdadd baltimor jennaj
m123456 norbert jaeger mash4077 watford davinci mizzou steven1 gocubs square pigpen 123456t houdini
jewish tomas kirkland ophelia riccardo another rodeo bonanza lhfrjy sigmachi revolution dragon69
firenze selina absolutely lback ghbrjk rfhnjirf sammy123 sophie1 cvthnm colonial toolbox hunte ringo
bongo azert banan howell magic32 liliana q1234567 medina riders elway7 ilikepie toonarmy laddie
footjob kronos eskimo wolfen natalie1 barley pancake bigdicks dabomb cashmone junio dylan1 monic
lolol myxworld audio kristian samoht dominiqu joemama gabber toocool ariel twinkie zxasqw marcelo
darkange persona scrapper delaware tyson1 progress cafc91 shuttle gabriele smoothie slimshad
q123456789 youtube franks norris yasmin outside sandra1 hottest cumslut tripleh starr morales
vqsablpzla pathfind trace elisabet evolutio fishon books flicks peanut1 velocity ranch annmarie
barry1 gthcbr biggun dolemite vagabond outback woodstoc macleod plastics javelin bootsy aolsucks
c2h5oh sofia redbone klizma rachelle petunia pumper all4one mohawk billabon rockin ncc74656 austin31
baylor koolaid granada allegro alinka nevermore mikael p0o9i8u7 forgetit smith1 montag poker1 frodo1
beloved breaker tasha1 honeys password9 reginald sheeba killer123 wives dukeduke archange fuck69
metroid minimoni wizards hellsing rocknrol fabio zaqwsxcde max333 wanking awful morrowind friendster
irving goodday modelsne bumble kenny1 nataly juliana cirrus nittany dogbone storage punker purpl
futurama skateboard esquire homemade kiteboy herewego bedford lonesome boxcar panda1 pornking
blackbird dickens nokia1 climax gotribe bleach cheeky cucumber vipergts scooby1 awnyce 123qwert
muhammad summer69 jeepster alex12 hello12 harbor acidburn harald calling dingo fireblad christi
pinnacle shodan 11111a fallon deniro dudeman harrier jellybean buffet mariner foolish wildone
peterbil allgood fields dilbert1 salami estelle lighting butkus elvisp homework russel donner doktor
tycoon cement romeo1 ottawa bigguns lillie fellatio weed420 emmett barfly baracuda newyear flipflop
raleigh singapor sperma maxdog sasha123 opennow thedon sedona sixty terra blunts linkin lander alisa
12345abc crackers doubled warhamme proview masterbate starwars1 status females flamengo behappy
lfitymrf qwe321 starwar snowbird 123456789d corwin bradley1 fucker1 azzer lagnaf daughter navyseal
carebear protect kamasutra bastards delmar musical deaths metall steffen wiseguy pimping robin1
gators1 whiplash fuckme2 adriano hatred reserve draco rainyday mercede smart1 stafford motor ontario
stang gardner weekend jakarta shonuf clovis gotham jughead golfgti dooley nightmar wetter johnny5
tanya1 comein meadow 69camaro chessie marshal phyllis mutant dingle chelle nautica haley camber
dragonfl senna bigjohn heels stickman sambo hiziad sexybitch puppydog 5wr2i7h8 deville pacino
paragon pointer s123456 tarpon melanie1 sprout durham apollo11 bigdog1 wheeler spliff gonzo1
rockwell vfntvfnbrf meliss narnia eleonora lefty chewy payday atlas alleycat ambrosia drums linden
trustme austria phialpha exchange lokiloki tarakan cartoons bungle contract kolokol daisydog
penetration laetitia gohome pushkin leigh mustang2 gianni wordup orchard freddy1 adrenalin goldeney
luckyone tuscl kathy1 escalade gerbil blanca widget samuel1 fyutkjxtr touching trinity1 sites pookey
1q2q3q charisma inlove rainbows grass kolbasa newark 12345qaz bootsie interne raphael rated
cleveland henrik bandit1 jenifer cocksucker point hello2 dragster bismarck cambridg cliff 1michael
honor buzzer supra treefrog kerry reason frogs blake1 treetop catcher dicky xantia daisey siobhan
lister strelok gamma jello hawkins prosper pitch workout walton catnip dima123 trauma sebring michal
nounours kittie burning driller angela1 thierry lumina speakers brennan rabbits colin buttercup
atticus puzzle sixty9 mallorca delaney checker jabber alexander1 melrose zyjxrf normandy ariane
dbnfkbr bambi lucia blue42 wilder thumper1 killa masterp playball scamper 7777777a lauren1 wonderful
signal benessere freee getting smackdown melons trumpet1 cooper1 pandas chains asdffdsa favorite6
melina sexybabe cannibal fosters beethove skipper1 burner nthvbyfnjh malaysia rugby1 azertyuiop
rocknroll bynthytn grace1 aprilia venom italy meier pavement stockton peppers tantra guillaum
007bond manny giulia caster jupiter1 readers mooses worthy royalty jonas segblue2 trustno dixie1
hansol gumby phish1 enrique 123456w abcdefg1 paulpaul gannibal compact frosch skylark hallowee
kenobi kittys andrews young1 terrier marbles ticklish frenchy offshore jazzy sexyone algebra
allison1 lucas1 special1 hyundai hotass sexman sex69 olive leinad farmboy middle clement amethyst
letsdoit gofast thrasher plato notredam murphy1 candyass travis1 hannes spooge systems gatsby
junkmail ladder uptown shower chill flower2 karine matty airman wayne1 volleyba stayout liberty1
abacab blanche buckley bouncer vodka bettyboo shauna manga muslim cutie ilikeit constant longhair
their kaboom elmira amatory q1w2e3r navajo alcatraz olenka mynameis larson sunshine1 powerful
sephiroth panter password01 casio summers computer1 jesus123 nikolas rugger sparkles bosco1 skinhead
sonysony snicker pancakes charlie2 pilgrim ananas contra sheldon generals grisha montecar briggs
ploppy renate radeon sergbest talbot pathetic errors springs needles restart stock hiking auckland
jimmys pearls allen1 billbill hazard calvin1 capitals pizzaman fitter ulysses jehovah stitch itisme
delpiero neville 1234rewq virginie alive grunt octopus tampabay puppy1 ratboy 1qazzaq1 playboy2
gabby 1million vampire1 playmate zorro1 dfcbkbcf carrots istheman jarrett yamato rumble ilovepussy
wonderboy montrose dunlop werdna cassandra clemente tralala collie swoosh dreamcas track sliver
londo cocoa rfgecnf rollin painting makaka thebear zxcvb123 lockdown blacklab riffraff kahlua
fidelity frankie1 alexi winger edmonton pressure streaming amstel supernova fujitsu fluff tango1
samanth panic napalm justice1 camil blubber tujhrf gatit titts camping cable babycake budgie vfndtq
fuckme69 hewitt frederik motocros rustydog pinetree keith1 duffer ollie benton tetsuo glasses nestor
feelgood cleaner rocco benny1 smirnov dummy loose maximo iceland tigercat citation blitz icecube
burnout twist asses panhead adelina hanuman sunlight cupoi bigtruck rolex exeter kingking lilbit
canada1 rhubarb morten trooper1 custer buford papamama mouser bowtie perkins toast shark1 husband
betsy jefferson serious elements zapper harriet cummins semper herring 123456as sonic1 accept video1
bucky lemans winona finder treble password99 popcorn1 stellar saskia doreen chavez blue11 furball
asd222 corner titfuck salman bagpuss blue23 darina francine redstar revoluti mommy1 sniffing
chouchou giants1 quick gareth usmarine dresden julio 123456qqq malish planes videos enters nympho
123456d pajero left4dead england1 booyah conquest delldell brest eunice momdad slonik nursing
bismark lol12345 met2002 123456n garnet rambo1 bonner gogators please1 cashmoney blobby dimitri
3ip76k2 fabienn cyrano crappy volcano eatmenow renato goodyear spoiled kamilla hogtied lunchbox
mantle piercing makayla cyrus asdfgh1 mufasa boobear rudeboy riversid hemlock john1 onions holger
scissors hound crescent erection libero entrance fduecn weare138 italiano rufus1 matchbox ramjet
acapulco mohammad weiner lebowski ridge surprise shampoo loverman 12345r abracadabra diver1 duane
dnsadm fisherman toomuch athome whatthe someday dan123 celebrity madagaskar marcin valery maison
forlife mindy azrael alain dreaming hardy mercury1 hfytnrb macintos tennesse hardwood sweetheart
pride invest mariam rhfcfdbwf ronaldinho discus fabulous sextoy instant duckman caracas begemot
parlament migue alpha123 sylvie nadia vegitto requiem misiek altoids naughty1 mazda3 rhinos paladin1
asdfg123 liliya dragonballz retire these hellas rfhfvtkmrf capcom rjhjkm kicksass dental hores
harman sharpe lookin poptart jeter2 pugsley gamble hawks jordan2 gladys granite sqdwfe goldeneye
interest harmon melani spleen alfonso jeeper natedogg emanuel locks 1qazxsw tammy1 lizzy menthol
pharao alterego donna1 bauhaus alexxx brook cbr900 medic1 vaughn simple1 ibrahim huskers1 mogwai
aol123 benjami nicky rabbit1 adelaide smurf skirt nineball shady mafia tiamat aircraft having dipset
logger mamas gerry trenton altair jingles mallrats backbone clever stanton dipper innocent unlock
donjuan harle termite 49ers missie diamon encore forbes ziggy1 follow trash freestyle zerozero
shovel matisse anonymous laserjet leeann parkour waterman ballsack bluejay shakur welkom dangerous
ghjcnbnenrf hacking flyer information babybear highlife raduga favorite laser1 aisan probes sucked
ljxtymrf becca trinitron clips thumb desktop muffin1 things supersonic blueberr 123q123 satchmo
claudia1 demon666 natalya pooky victori legos diana1 glover boroda tamerlan 1qw23er4 chamber mariel
flyers88 nokia5800 stewart1 iceman1 bathing chess mangos rapper darkone pokemo douche redwine ismail
humphrey justi maximka cashflow ireland1 implants juniper grayson cantona7 bobmarley shojou gramma
princesa bendover julia1 giggle cloudy penis1 gotenks sopranos larsen kappa worker mustang5 spark
placid downer screwy amiga hillbill pearl1 klaus aaaa1111 simons mortis leland binder border chemist
flower1 buster12 carlisle protocol dynamic talks tuxedo amature triplex dudes turbos jennifer1
ringer grimace jarrod socce feathers nemrac58 riddle wonderfu surgery bourbon dickdick annaanna
pimpdaddy baura commander helsinki basil 8inches cyclones macaroni pollux motown fiddle thebeast
marauder rodrigo oyster listen fruity chachi gizzmo blinky braves1 prime hancock espana lennox
corinna frisbee lancia sapphic 123456g homepage spock1 dimadima womans halloween pinkie metal1
cheerleaers shopper soccer11 josiah redheads weller scouts photon metallica1 garlic greywolf estrell
ghjcnjq alvaro egorka rfhfylfi reeves picks 123456789r reloaded holla mierda gigabyte dortmund
korean karaoke sashka godbless allday flipper1 pro100 jurassic experienced thebest nimitz love1234
trigun coolhand banana1 kcchiefs dicker baboon barefeet 1111qqqq jesper belkin zoomzoom asdasd123
madcow 101091m greedisgood suede margot willard tetris cypher gavin nevermin apricot legman arizona1
alex1234 111aaa trick nopassword abacus 55bgates tucson rosewood shane1 analog outsider minnesot
ganja darthvad paulin getoff chappy range salsa olemiss warwick baby123 taffy rubicon bellagio
redlight handbag aztnm sweeps baberuth girlie messenger teensex peabody abc123456 copenhag noles1
bigal lavalamp patrik dougal culinary wannabe amelie lipton beckham7 riley1 doughnut tessie horton
trueblue totoro hogan killian asdfqwer bramble advanced elway monterey source whores mytime seaside
whatup waterfal sickboy bukowski smile1 union freedo bogus metro arsena aimee verena figure tbird
angel2 mario66 spook bigblack gianluca golfpro nokia123 taichi smother as123456 blackhawk charle
onlyone access1 dtkjcbgtl salvatore davedave gilmore tribble wanrltw jetta kristin1 alexa satellite
festus wazzup daredevi duckduck recall kamikadze biohazard phantom1 1q2q3q4q aleksei trample aviator
poppy1 sarita frazier dfytxrf yinyang aragon deathnote pertinant lilwayne sierra1 meteor vides
hotgirl blackberry poophead glitter bbking stiletto asswipe wearing gallaries fungus mammoth
1234567aa riverrat jesse1 fishtank dominique zurich griffith nightowl waiting civicsi valeriya
tabatha driven natchez pretzel myporn export joelle qweasdzx skilled gizmos silicon lizzard deltas
standby topolino buddydog rrpass1 care1839 titman qqwwee think dick1 break kismet happyman aaa123
deadspin crispy eighteen hartford mongo softtail schumi beavers jupiter2 1love lucky123 zelda
ltkmaby muffy blazers dogmeat mustan blonds stonewal issues midland lawman myspace1 fleming dingbat
hotrats powerman soldat whales smartass bedlam waldo chitown nestle z12345 woodman qwerty13
prototype strife dipstick angell celina darkelf surveyor visitor nascar1 1234qaz atreides icarus
nicetits chopper1 bellaco althea z1x2c3v4b5 feline mastermind manunited amonra ahmed alex1 cfvceyu
alcatel 123456v civilwar gaymen harcore corazo downhill dallas22 2hot4u mendoza interacial pusyy
clint shitshit waterski allah goose1 socks ass123 monkeyboy audia6 pjkjnj contour passord turtles
daniell dtxyjcnm princess1 yfcntyf nosferatu helios oswald ekmzyf fynjirf taylo prophecy funny1
vincenzo pitchers raining sealteam mouses kakashi paxton tortoise craving jimbeam summe integral
notnow drag0n start123 light1 chewbacc deerhunt greenman winter99 hooyah myworld dasani miami1
kikimora nothing1 vantage fudge redone dunbar sonora peavey barrage bonovox willem slash carme
locutus bryan1 ocelot hamper rocky2 belair mercer aaabbb gentle mike1234 girlies chuck1 density
continue galileo virago vicky ground crazyman doodles hydro attract volvo1 bear1 jordon 2wsx3edc
bertram lapochka wdtnjxtr batista xxxxxx1 pinto audi80 morgoth kubrick demon1 charge calypso
disaster suckcock ripped makeitso anton1 equinox benji fishy fuller lonnie olympic bracken bizzare
sammys camero1 metoo sable kurtis fivestar belinea screwyou 123456789v abraxas sentry total oaktree
honesty olympia caddy adidas1 daniella asshol persian spiffy jaguar1 foreplay mizuno canton daffy
times fister a1a2a3a4 blueberry gizmodo1 paperino bisexual rodrigue darrel ohmygod lfybkf libertad
shurik martian danilka animated eldiablo mashka womam lunatic skolko poop123 bluestar agassi aladdin
tickler youknow matri jackie1 taipan cool123 markmark honduras tobydog quake neutron volleyball
carola nachos hatter pizzahut tequier q1q2q3q4q5 converse maxpower dragonfly fishcake mississi
girls1 pic's seductive ntktdbpjh solace tadpole galary traktor happines bengal hotlips portia
vegitta hotel badabing bikers zimmer storms moonman nightwin pitcher comeon kenneth1 raymond1 boners
hilltop sprocket ownage passmast shine landmark graves harpoon flesh divers augustin mark1 nathanie
kissmyas mantra smithers georgina bdfyjd abdullah envelope surfer1 dealer racers blue1 magenta
shells stern stoppedby climbing 7grout mutley beverley edcrfv alessand graduate spiderman1 foreskin
alpina meggie jesus777 stephens fisherma cullen nassau rocket1 confirm 123456789o friday13 ritter
address leaves jennings randolph guillerm benedict bismilla prague heyyou hondacbr spunk evans
lourdes locust whoknows blunt therapy melisa canary vfhujif color paisley booger1 jonesy saffron
consult bigdick1 sephirot zxccxz tyrant ruthie newuser firedog shield cornelia field qaz123wsx
1z2x3c4v5b nokia5530 gabrielle bread anfisa elpaso poster 123456f negative websol76 brenna garner
sokolova soulfly alyson diapers foxfire india123 weapon hugoboss kontol fuzzy1 reveal badboys
baddest showing thinking malika werter openit 20spanks timoxa94 malinka rhjkbr mamochka ciaociao
godspeed monste ayanami 1234567890z mazda323 jonatha tictac lockout aside gangbanged utjhubq wally1
gagarin reuben morgana osprey nurlan lovehate safeway yaroslav hookers norfolk skydiver pisser
magic123 seadog dogfart kristen1 survey qq123456 willi squirts profile architec philipp buddys
mikkel 1bitch creepers opiate horatio kristie bergen getit dfhdfhf paige jeffrey1 froggie aspirin
didier came11 canine 12345d trent treetree godawgs leonie petrovich rotary pommes return lionheart
chairman plane honeybun golfnut johnnie bucker slimjim 2sweet andyandy allstate christophe tickling
zinger letme1n darian topsecret josep recon roosters instinct teaser daddys bigbucks humbug buddy2
pusssy crumbs rainer skunk eloise wsxedc smalls rhino1 ilya1234 denied fighting dirtydog ankara
gaylord losangeles pippen33 senate queen1 marty1 merchant adventure francisco leonidas ender blade1
prayers flanders wizzard bucks esprit spooner vancouver jeepers dinger sugars system1 kenzie
georgia1 jolene gucci horror trout1 sandberg susieq scrotum letsfuck slipper lighthou laughing
danish b12345 piston general1 locoloco qw123456 daredevil rhfcjnf indira bears1 boris1 icecold spain
fresno valleywa livewire dasha livelife website producer debra chadwick rosebud1 987654321a yorkie
fantom kontakt mousey teller catfight a1b2c3d4e5 edwin rehbwf heavenly honest tribe loveis blackops
galway dianna hydrogen sarasara pakista wiccan waffles pavlik cool12 racer1 sniper1 sluttey antonov
womble faraon objects lehjxrf splendid vodafone vfcnth slapnuts godiva bernice wachtwoord dewalt
noles hobart bp2002 nancy123 sebora sandman1 buddies ralphie puffer tracy1 fujifilm coochie marcella
trista vbienrf baronn place pianos clean candies qpalzm punkass joystick amalia addicted flowe
roadway bustle ribbit thirty methos block anthony7 victory1 nermal shayla snyder photo1 peddler
goofy1 piggies pasha rockrock access99 vixen ludacris blink wilhelm nineteen cocacol flint cousin
salinas getlost anytime beerme fringe decimal lionhear alexus 6uldv8 editor quant4307s tammie
stripes seawolf swifty flashman bogota dasher ladyboy graywolf qaywsx paradis z123456 maurizio
plants bullit jessi musician infected gerhard garrison badboy1 forsberg flathead eagle2 okinawa
saxophon smooch bundy comcast sarajevo a1s2d3f4g5 loader tonytony ezekiel bigjim tatjana muschi
basement lacoste fernande comets 123456c gdtrfb susie squid mpegs monkey69 sabre rowing seaman
reboot winfield bahamas batman12 morena niggers singapore timur lincoln1 horse1 indain dorado indon
duffy escorpio orpheus rfgbnjirf molly123 marta sheryl mygirls underwear maurici nikon newness hippo
redleg ghbdtndctv slava gerber booboo1 goofball zxcvasdf legenda sickness hugetits gfynthf star123
3rjs1la7qe internal squerting firestorm p0o9i8 nissan1 starlight torture blackice bandi password11
mathias jessica2 mailru tangerin dragon01 kitties qazxsw123 smirnova ranetki rhythm nastena bernardo
warcraft3 shanno oscars gloves zebras bazooka infamous housewifes nfhfrfy glenda famil stopit
katelyn hillside privacy hospital ralph1 macgyver macaco freaked bigred1 vince chevys10 acclaim
cesare lahore bloke samir survival gutter hooters1 rising douglas1 rushmore dawgs garland rebelz
android hoochie gibson1 shaker kelli court virgo basic scirocco fuzzball mikado frogfrog hotspur
helium 911turbo detroit1 cornhole monica1 0o9i8u7y terry1 letmesee offspring argyle nataha aaaaaa1
school1 mike23 clemens johnston daniel12 shredder sweeney wednesda estate raiden truffles nathaniel
fantasies image dunhill chowchow atlanta1 checkmat phreak starlite caleb jacket truck1 allnight
vgirl horsemen higher josephine dante1 1mustang pregnant romario firehawk sparhawk cosmo1 crosby
pokey favorite2 stirling silverado freewill labia vegas1 stooge glendale a111111 a4tech groupd2013
vflfufcrfh rugrat aerosmit rapture angel666 bmw318 crash1 farida jediknig close-up pounding pissed
lesbain pulled alert nexus6 funtimes fmale gfgfvfvf santiag corina evangeli archery stokes lacrimosa
astro1 bionicle visited esteban madonna1 butch1 sooners1 orang devilman lamborghini woods angelit
rockey tunnel baggies rjhjdf cnfkrth nadejda experience pietro carpediem garret reznor schubert
shelby1 poisson fhntvrf caitlyn picnic bassoon milamber motocross euphoria browndog asdas luckyme
domenico telecom skeeter1 bajingan baker1 husky scorpions rapier lydia bertrand frenchie fucks
carsten jachin mutter cooking passfan blaze1 service1 yfnfirf sleeping rjcvjc babemagnet timothy1
mimosa bmw2002 nudity zoomer swatch kareem blender present ducky merrill heavy horseman midori
bopper tires asthma whale hummel wendell biguns armstrong snapshot darth vivid wyatt wanda release
nurse 1234abc chingon quake3 priyanka hunter12 sanjay euclid tools tahiti libido nielsen branch
buffa sometime pilot1 lotus1 abbey prestige homely corps 1password loomis hawthorn nickie christo
swiss optima aqwzsx sigmar lexus1 balboa greatest mainland shimmer riddler offroad bulletin dutchman
passcode crown ramada striper sounds alley bravo1 worship carling dempsey tugboat roman1 regional
bernhard gregory1 assmunch beatriz cazzo asslover rocky123 diablo1 seville tiptop zaq12345 carmine
sizzle gaucho buckaroo puddles creed chooch tonya sexpot diplomat alesha morrow ethan1 karamba
skeleton corazon sexy123 samue eatme1 winters futyn007 laker mannheim picher camaro1 adrianna board
bionic disney1 hackers dominick before wellingt fubar1 lynette dancer1 jolly romania fernanda
dragon123 manager1 calendar pennywis ecuador komputer saxman rudolph devine teapot pictere alonso
plumbing thetruth speed1 gulnara alex01 madala11 dinero shakes punani nokia5130 quinn thick hybrid
kakarot suntzu lockerroom dima1995 vaness yeahyeah ejaculation pictuers debora craven wrinkles
baron1 beeline loyola bettyboop openme elodie 2300mj lakshmi frederick daydream friends1 denis1
breath vfhbyjxrf dominika falling agent smoke420 cobra427 marcela rochard thighs kidney extensa
cherie excess embalmer basketbal tailgate salvator nocturne sexymama rebekah lilman crane aassdd
terran disabled sonja 12345w binky goats ricky1 papabear wednesday lisenok muffins shinigami cajun
panorama scout1 illmatic rhodes tortuga ticktock fantasy1 misses woodstock aligator hocke hellno
mojojojo konyor earthlin pinch oldfart lovejoy pussy2 reindeer thomson shiva supply texans citrus
undertow alabama1 freedom2 jewell monolith nastenka 123456y ramon orbital meonly bonghit fullback
bigworm evilone hotmama elevator prudence radar1 privat neworder churchil nonstop smithy jigga
goarmy troubles zardoz corbin l3tm31n norwood dizzy dagmar maker fzappa basher lukas sfgiants
pussylover xxx777 newone qwedsazxc lioness montoya dabulls cortez divx1 worlds beating vulva rugrats
newstart avanti japanees reviews capoeira javie gayboy bonzai vivitron dreamcast fruitbat legends
michelle1 attorney admin123 rosie1 mjolnir fraggle vbifyz insecure pushok belize willie1 tom123
caution bigdad saibaba ramzes armageddon csyjxtr delphine casablanca alejandra fhctybq wdtnjr quaker
hustle myfriend paola magdalena wifes knickerless trotter billabong discovery fhvfutljy my3sons
sperm cerebus thumbnils weenie s12345 pupkin slasher wilma welcome2 hester kraken lebanon needle
toulouse fireman1 linux delboy salesman surfsup footman orgasms woodwork toasty daedalus starfox
violator mike69 jasper1 domini strat yamaha1 alexis1 q1q2q3q4 voltron cecil zimbabwe budlite creeper
shimano monkey2 catfood sparty moochie creator serge amour redstorm cantor aabbcc schultz 1monkey
luckys allman jasons brisbane dagobert xyzzy murph bigjoe sativa stinger1 fozzie couples windows1
luigi natascha kennwort empire1 alatam barbara1 arnaud rammstei bubba2 wingzero swampy 3edc4rfv
elmer lighthouse fordtruc letmeinn grinder stinks nebula destroyer sublime1 rogue1 athletic praxis
12345v chateau franci stinky1 lorien fantasti jumanji cummer sverige michele1 clueless spamspam
belfast nigeria costanza beyonce monies planner jonboy morticia drywall sunkist pdiddy massey csyekz
campus boots1 bigpenis vanity vette1 devil1 lingerie reeses iphone corky impulse diamante 1a2s3d4f5g
shawn1 marymary alfarome sledge shinji qawsedrftg prelude1 sinful shitter miles1 riverside greentea
iiyama marley1 parsons giveme imtheman sharma gabby1 qazwsxedc1 evanescence henti w00t88 motdepasse
porsche911 alessio aceman arrakis pussy4me shelter becky1 rosita munster kickflip emine gocats
rodger boogers landrove longshot wooden superbow comicbookdb prosto rfhlbyfk kfcnjxrf kavkaz robots
forge marlins scoobie anthony2 paramore hfljcnm buckwhea plokij minnesota lambchop chango money2
silvi anakonda cjytxrf sanjose arcangel koleso j3qq4h7h2v starbucks allie mahalo nigger1 samdog
gfhjdjp litle transexual webcam bolivi vfpfafrf lucian josie m12345 petite archangel www123 piper1
cheeba braveheart myspace lux2000 paddy emili bunnie collect tulip homebrew whites boingo berserk
fordf350 thrust pilots cheesy leeloo star12 zealots camel1 milkyway forester babemagn ellis gemini1
maxpayne google1 bliss duracell armored 12locked alonzo detect cashew krypto hattie shrink custard
mocha albino spanky1 gates singh xxxzzz allied libra maryam magoo billows chief1 chinchin sonny1
ronald1 123456789p heeled ramstein coffees swing adrock noreen burgess scotts britt coaster altec
scroll tippy lesbos kookie forall trousers cybersex bugman wildlife topspin terri pronto cristin
zzxxcc shaft corvet07 tiberian kevin123 buffer urlaub doorknob monday1 cheste thanos faisal richter
saltydog bullwink shevchenko space1 blanked darnell 1qwert mistake morozova mdogg maximilian opera
sentra diamant steiner sodapop adria headache gstring hellohel messier alvin arthur1 panache
a123456a fireblade ironman1 devilmaycry tricks asmodeus rodent mikayla shawnee bravehea chemistry
abbey1 vfhnsirf somebody sharpie mypasswo vorona cradle table asd456 pennstat milfnew momsuck cooki
hotdogs marsel cocktail sosiska intern uncle motherfu orwell selmer marajade lesbean pounded scarab
princeto fruit rapunzel hernande ytngfhjkz phones correct maximus1 pegasus1 disturbed bills iamcool
pioner balrog dreamer1 evildead aggie ltymub everques songoku deepthro gfhjkm12 tkfkdg blessed1
tical bartok klopklop theboys 12345asd fishface yankee1 chewey kjiflm cntgfy gretta m0nkey nemesis1
gorillaz kombat fyyeirf narut sevenof9 vicious sarge gitara manhatta elektra sixteen kseniya
ursitesux sachin revival47 detectiv 123456789l bedrock rjitxrf denni yfnfitymrf stooges fastcar
ibilltes dropkick sk8ordie otter montecarlo peaceful breathe flavor ameteur veronic enter123
christel cowboyup goethe spiders fialka 1234kekc kostik rdfhnbhf marishka tanaka apollo1 motors
royboy margo turk182 honeydew broad origin monsoon outlaws theduke cedars ladybird quaint ddddd1
bbbbbb1 cccccc1 fucmy69 breezy chauncey smeller cambridge sigrid succes pass12 ulrich beebop fokker
maryanne perrin fourteen aslan blind reddog1 borges derick washer janet1 gecko biker1 llama
avalanche snowman1 patron clyde1 banaan icetea petrus shelton lorenz scenery sexyme bullock aurelie
mike12 restless sunbeam bluenose not4you leticia linus wsxzaq cayenne klaatu click vicki charlie123
fremont optiplex 123456qq bulldawg omegared caldwell comment heathe chowder renee1 barnie howie
1fuck curley flange message large bastet yello hermann jelena fuckthat candles 123456ab genocide
charming losangel impalass fartman realtor sorrow pendejo flyguy tokyo lasers zapata crissy locked
123ab skynet marybeth newpass1 seahorse goodsex ab1234 zxcvb12345 lorelei machines corvett cazzone
monkey123 scumbag fuckmehard master123 goldrush trailers today1 adrian1 filippo capital1 wyvern
lothar turtle1 rowdy device asd12345 qwerty78 whateve vtldtlm lovely1 lbvjxrf casual kazanova
magadan 12345k rktjgfnhf insider jazmin bitchs spalding santacru alisher sunderla 1a2b3c4d5e
snoopdogg nokia5230 fktyeirf everton1 ghjdthrf vfhbirf bhbcrf 123mudar kerrie udacha 159753a
geibcnbr lovem blondinka child chees robyn pingvin avery l58jkdjp! 1a2a3a4a gandolf hartley darknes
fever katya funtik product baylee bignuts videoes beachbum waffenss 123qweas braxton oedipus quest1
shotokan fridge hulkster rbcekz brick poobear eatme69 samadams heather2 mastermi sammydog ignatius
redwall toohot dragrace graphic booter chris12 monkeyman slipkno wrigley vorlon lbtest yoshi
sanity72 niggaz hussain frank123 ingram naught thalia rasta69 poets drifting deepak contests branden
bowie skins glassman taiwan damion 1money rt6ytere cesar homeless daytek mark123 zippy1 yourmama
partners navigato goatboy maddux buckeye1 angel12 costaric nutella terrance janina barks allyson
vangogh angeles newport1 babel peanu caralho lever saddle danman four20 evergree minimum utahjazz
xxx666 robson nickolas rb26dett althor marinka snowy jeffjeff negro doggys betty1 lookup baraka
mummy topaz cynthia1 feeling infinite crockett gatito keesha thething loves swift bigshow viking1
jakester cochise hazmat johan smack willy1 brenda1 james2 twins2 woodside hombre torrent zzz111
bugsbunn furious roach rosanna nettie texaco bushman smarty stripe skills pontiac1 anechka aquila
wishes manual ransom fred1 invictus sniffer marnie rawhide rosco valiant tonto wolvie everyday
russell1 feeder delsol candys angelok vasiliy austin316 mitchel kbctyjr naples apple2 biggirl
memories jesus7 adventur tequiero teacher1 asscock grils jacqui abstract bubblegum callofduty
dickweed punjab porn4me boohoo thatsme hershey1 irisha bosshog control1 fuking housewife temptress
belle1 dima55 chris2 warsaw verygood hogwarts wingchun heinlein princ mystical surgeon bloods
pavlova aerosmith tooth blackbelt hotshit manue agatha ethernet bulls23 qaz741 eightbal solnishko
snowflake firestar djkjlz hornyman manders girfriend lebron23 grammy poppie timelord milhouse kumar
leningrad caterina avrora qwerty99 janeway cneltyn sestra romanov shaun kayla1 allblack cerber
irakli anna2614 ulrike pussyeat wakeup mackenzi danilo uncencored dimple manifest songbird triplets
pamel devious sukebe ghjnjnbg bdfyjdf chuan gforce pyramid1 submarin partizan bettis dokken pasta
123456b choppers planeta fuckm patti saab900 vandal snafu bigboy1 phishy rewind manatee fred1234
yitbos lovel vbhevbh desperado chewy1 yeshua fabia papit seabass callahan sienna niklas nogard marsh
jacko deuce dmband manuals vargas micky thriller ilikesex marina1 antwerp norma bulls1 1letmein
ericeric littlema boats rashid caspe patrizia love11 wapapapa sarina forme hoser crafty mistral
arielle gravis nirvan davis1 1911a1 buick rayman hornyguy carajo miamor commerce necklace radio1
fifteen simply cannonda seventeen sports1 bambino cartier blackcock nexus barracud pathfinder sammi
fuckshit leeroy scrooge brunette parsifal birthday4 alkaline chino shitfuck muffdive nfy.irf bobert
bedroom boarder account1 courier abcxyz lampard zooropa guard edthom brians lemon1 glennwei antigone
ishmael mrbill henley dragonz pizda beepbeep hotbabes fordf250 buller motorcyc spades batma akasha
coolgirl skulls rickster under omicron gender maganda theshit hirsch snowdog boxter citibank delgado
newday marmite ozzie goodguy gobigred river1 harrys oasis1 brutal professor fkbyrf cvbhyjdf trish
league biscuits angele cassie1 edmund vaughan tenerife goodlife qwaszx12 volkswagen 1qazxc southside
fulcrum gumbo spartan117 concept columbo miamo danil riptide yanks1 mamont hedges tater yuliya
peregrin antonio1 munson jigsaw feanor raindrop bavaria locker beyond perkele laracroft novikova
joeblow fathead 0000000000o bonnie1 fynjybyf molotok thought hotlegs paranoia caboose markiza degree
porshe dolphi sabaka germany1 fakepass becool tecumseh chatham tonyhawk skating francesca mahalkita
ruben apteka nikita1 reborn maine thistle pfloyd pitures rover1 yngwie creepy rutgers iloveporn
hallo1 cherry1 falstaff clerks shuan dominate deborah1 libby golfman sigma1 bassin bastian hunter2
lancaster pumkin gamer astonvil jayman bobmarle fritz1 natedog hennessy produce elvis123 nonmembe
tramp bonethug terriers tooltime fedorov sharon1 terrence zhuan virgini krasota russian7 fiona
glider pyramids koala leroy1 stands grime chili pixie roserose shoot flare albert1 seattle1 saunders
okmijn lololol schnuffi potatoes beanbag joyful marita ragnar phaedrus skillz regent barclay flashy
marketing raptors prima stefania ballard cxfcnkbdfz adeline streak lasalle guesswho idiots lindsay1
davidc nicky1 samson1 matros zxcvvcxz tonka epson joaquin jamesb poi098 drinker passthie testibil
mueller muriel marriott snookie summertime music123 helphelp theedge fannie takamine woodrow
bigpussy louisa balder parker1 duckhunt candie ironhors bagels vibrate dalejr8 mooner helen1 tulane
niagara polly1 ronny lemmings pluto1 factor theclash boromir sundown ashtray primal unicorn1
shadow01 camino luckie sparkey couple zappa1 jessie1 hamburger lucent ditto colossus gotyoass
qwerty2 nixon class qaz12345 gohan satori bigbutts zzz123 elbereth blaster1 lagwagon gumby1 feniks
davidb ceaser fuckyeah location corgan catalog chiks modles penetrating forgotten walking academy
asylum pokemon123 gbcmrf optical faust thesaint montero malakas element1 amnesia sonne morbid
astalavista nhfrnjh asdfg12345 gaelic hazel saratov bhbyrf elisa vfkbyf 123123z hermione beijing
marketin segreto mowgli misiaczek shandy mamo4ka joung prick gymnastic goodfell veteran sexsexse
axeman gulliver natal letters juneau djdjxrf cristal rostov volkodav ybrbnjc bigmama muller dazzle
stefani youandme soviet katten leafs riddick pinguin dogggg galeries pintail lakers24 flowers1
raketa jeadmi rerfhtre scoote pappy edmond 666666a vepsrf craft bilbo1 hell666 macintosh sober osama
enough zaxscd dhjnvytyjub killzone yamahar6 basebal1 labonte homer123 grandpri premiere ovation
smokedog ametuer tahoe halcyon laure deicide garnett watermelon rockman john12 mayfield masha
hardwork lance1 skippy1 mango1 staind cassi lasttime r4e3w2q1 eyeball peaceout vivaldi friday1
1dallas kimmy angeline jaycee silve details express1 katzen x72jhhu3z 1q2w3 growler goody bookcase
kingtut cooker lugano newhouse mojave franck beaks domestic acetate maciek muttley chicco scorpi
blackcoc blackboy barlow patata dobber mathieu ram1500 doggydog brock 123456asd fuckem numbers
p455w0rd gisela mensch rattle blair rabbi redwolf mauro slicer butchie complex william2 nigel places
1ranger bobcats envision gazelle !qaz2wsx 67camaro algernon 12qwerty cordoba baywatch thrawn byron
defcon sexyass phoenix2 rsalinas nickels gomets blocked never1 punter allegra larsson rowena staff
hawks1 dangerou error headless beaumont evergreen frasier donut acura1 bradshaw osgood barracuda
tomservo greatsex dbrecz f15eagle dewayne cadman spaniel radius cedar rental go2hell bolero yesterda
flippy zelda1 fuckof arman alexei ginola jerky 1qazse4 marvin1 monkeyma aquarium cbr600rr movers
mosaic cronic cluster mystuff arcane dickey tomate kuwait goochi repoman dogma payton34 bassbass
123456789k bugatti blackass snakeman marat genghis gramps escher sincity canon1 valdez polaroid
hotman witch worldcup solar letsplay slide deutschland jordyn saab9000 amoremio kjifhf family1 greta
magics vaseline alligator seventy learjet computers dimension packard1 crave nacked shade bhjxrf
uhbujhbq citron kodiak1 phrases pomidor golfclub ace123 longhorns holdem chance1 wellhung tryagain
killah colombo dodges saddam alfalfa january1 blunted furman mysecret pfqxbr druid jenna1 qweewq
gopack zolushka shayne copper1 fanatic catdaddy stella1 17171717aa pfkegf loglatin gbyudby barrel
samanta rigger girsl photog mustang9 chipper1 spide nadezhda edinburg panties1 maripos dingo1
excellen sokolov rjnzhf dashka rooter pandora1 romanova vfylfhby eragon luscious mayfair sonyvaio
flipmode borman yorktown states jbond007 777vlad silly1 hercule doggystyle goodwill sofiya watching
escobar handle holahola davidoff prancer robinhood machoman klaudia henning debbie1 mccarthy protoss
tittys beeker 12s3t4p55 fabrizio humble strato foreman theman1 avengers kruger ivanhoe october1
dating tomboy seaweed sixtynin toonces erica1 reaver chrisb soleda trekker database cortina nichola
twostep wiggles gjhjkm bobbys easypay elisabeth chevy2 goonies lesbens cueball fuckedup meandyou
hickory everquest omerta fun4me supers sunbird remington hotter jason123 olives manage schmuck
evelina timmy1 lancaste loloxx briefs garter cheyanne mentos ortega ginge united1 keksa12 juanito
ginscoot gaijin abrupt
`.trim();
