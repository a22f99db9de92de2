//! English, as it is written in chats.

/// The most common words, roughly in the order of how often they are written.
pub const COMMON: &str = "
the to I you and a it is of that in for we on have be not with this can but just do so was if at what are my me they
as will all no or there up out how now one like about know when get think time see from some go your going would good
here more make need back want then an been don't yes well today has too should really way tomorrow over any could
only other by them work also new first very where which who thanks still because last day much maybe sure right after
home even something why people week two off did say come before take before let us look again same things down had
actually were thing our sorry day morning evening tonight next great better long little always never room please send
sent mail call meeting soon night later already someone everyone nothing anything enough few many another around away
best big bit bring bread bus buy car change check clear close coffee cold cook cool day dinner door early easy else
end every far fast fine food free friend full fun game garden give glad gone guess half hand happy hard head hear help
hi high hold hope hot hour house idea into job keep kind kitchen late least leave left less life light list live looks
lot love lunch man mean might milk mind minute minutes money month months moon move music must name near nice note number
often okay old once open order outside own paper park part party pay phone photo picture place plan play point price
problem put question quick quite rain read ready real reason rest road run said saturday save school seat seem set
shall share shop short show side simple since sit sleep slow small snow song sound soup stand start station stay stop
story street sun sunday sure table talk tea tell test than their these those three ticket till together told too took
town train trip true try turn under until use used usually wait walk wall warm watch water weather weekend went
whole window winter without woman wonder word words world worse worst write wrong year years yesterday young
build branch bug cache client code commit compile crash data debug deploy disk draft error export feature file fix folder
format function index input issue keyboard key language latency library license line link log login loop memory merge
message mobile network notes offline output package page parse password patch path pixel port print process
profile project proxy pull push query queue range release remote render repo report reset review rollback root schema
screen script scroll search server session settings socket source stack staging status storage stream string sync syntax
table task terminal thread timeout token tree type unread update upload user value version view window wire worker
accept account afternoon agree airport almost alone along amazing answer apple april arrive art ask asleep aunt autumn
baby bag bakery bank basil basket bath bean bear bed beer behind bell below bench berry bicycle bike bird birthday
blanket blue board boat body boil book boots border boring boss bottle bottom bowl box boy brave break breakfast bright
broken brother brown brush bucket budget butter button cabin cake calendar calm camera camp candle candy card careful
carpet carrot carry cat catch ceiling chair chance cheap cheese cherry chicken child children choose city class clean
clever climb clock cloud coat color comfortable common complete concert corner cotton cough count country couple course
cousin cover cream crowd cry culture cup curtain cushion dance dangerous dark daughter dead dear december decide deep
delay delicious dentist desk different dirty discount dish doctor dog dollar double doubt dozen dream dress drink drive
drop drum dry duck dumpling dust ear earth east egg eight electric elephant elevator eleven email empty energy engine
enjoy enter envelope especially euro event exactly exam example excellent except exciting excuse expect expensive
explain extra eye face fact fair fall family famous farm father favorite february feel fence fever fifteen fight film
find finger finish fire fish five flat flight floor flour flower fly follow foot forest forget fork forward four fox
friday fridge fruit funny furniture garage garlic gate gift ginger girl glass gloves goat gold grandma grandpa grape
grass green grey ground group grow guest guide guitar hair hall ham hammer harbor hat hate health heart heavy hello hill
history hobby holiday honey horse hospital hotel however huge hundred hungry hurry hurt husband ice important inch
interesting invite iron island jacket jam january jar jeans joke journey juice july jump june kettle kids kilo kind king
kiss kite knee knife knock lake lamp lamb lane laptop large laugh laundry lazy leaf learn leather lecture leg lemon
lesson letter lettuce lid lift lion lips listen local lock lonely lorry lose loud lovely low lucky luggage machine
magazine march market married match matter meal meat medicine melon member menu midnight mile mirror miss mistake mix
monday monkey mood mother mountain mouse mouth movie museum mushroom mushrooms narrow nature neck neighbour nephew nervous
nest never news newspaper niece nine nobody noise noodles noon normal north nose november nurse nut october office
oil olive onion orange oven owner pain paint pair pan pancake panda pants parcel parents passport past pasta path peace
peach pear pen pencil pepper perfect perhaps person pet piano pick picnic pie piece pig pillow pink pizza plane plant
plate platform pocket poem police polite pool poor popular possible postcard pot potato pound present pretty prize
proud pub pumpkin puppy purple purse quarter queen quiet rabbit race radio rather recipe red refund remember rent repair
repeat reply restaurant rice rich ride ring river roof rope rose round rubbish rule sad safe salad salt sand sandwich
sauce scared scarf science scissors sea season second secret self september serious seven several shade shadow shape
sharp sheep sheet shelf shirt shoe shoulder shout shower sick silver sing sister six size ski skin skirt sky smart smell
smile smoke snake soap soccer sock sofa soft soil son south space speak special spell spend spicy spider spinach spoon
sport spring square stairs stamp star steak stick stomach stone storm stove straight strange strawberry strong student
study suddenly sugar suit summer supper surprise sweater sweet swim switch tail tailor tall tape taste taxi teacher team
tennis tent terrible theatre thick thin thirsty thousand throat through thunder thursday tidy tie tiger tired toast toe
tomato tongue tooth top touch towel tower toy traffic travel trousers truck tuesday twelve twenty twice ugly
umbrella uncle understand uniform university upstairs useful vacation valley vegetable vegetables village violin visa
visit voice volleyball waiter wake wallet washing wave wear wednesday weird welcome west wet wheel white wide wife wild win
wind wine wing wise wish wolf wood wool yard yellow yogurt zebra zero zoo
";

/// What words nobody has written before are made of: names, slips, terms of a trade.
pub const SYLLABLES: &str = "
ba be bi bo bra bri cal can car cel cho cla cor cre da del den der dim do dra dun ed el em en er fa fel fen fi flo for
fra ga gel gen glo gra gri ha hel hen hol hu in is ja jo ka kel ken kir kla kol kra la lan len li lo lum ma mel men mi
mo mur na nel ner ni no nor o pa pel per pi plo po pra qua ra rel ren ri ro rum sa sel sen shi si so spe sta ste sur ta
tel ten ti to tra tri tu u va vel ven vi vo wa wel wen wi xa ya yel za zel zi zo
";

/// How such words end.
pub const ENDINGS: &str =
    "n s r t d m l k nd st rt ng x ck sh ry ly ton ford stein ville son ing ed er ist ism ity ous";

/// Names of people; the first is the reader's own.
pub const NAMES: &str = "
Mia Ann Ben Clara David Elif Felix Greta Hugo Ines Jonas Karin Lena Marco Nora Oskar Paula Quinn Rosa Samir Tove Ugo
Vera Wanda Xaver Yara Zeno Anton Britta Carlos Dora Emil Frida Gustav Hana Ivan Jana Kofi Lara Milan Nadia Olga Pedro
Rafael Sofia Tomas Ulla Viktor Wilma Yusuf
";

/// Names of rooms.
pub const ROOMS: &str = "
Kitchen Garden Attic Hallway Workshop Library Balcony Cellar Harbour Orchard Studio Laundry Stairs Meadow Bakery Chapel
Greenhouse Pantry Porch Terrace
";
